"""Mail that comes in and becomes tickets: read, judged, and taken."""

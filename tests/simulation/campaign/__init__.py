"""Seeds by the thousand: spread over processes, added up, judged, reported; and one failing seed made small."""

"""What each endpoint and a whole order cost: calls, capacity, processor time, money, and how all of that grows."""

-- privacy: the queue of clients whose files are to be deleted. Files must go, so it has no dead letters.

select private.add_queue('erasures', p_wakes => 'erasures', p_attempts => null);

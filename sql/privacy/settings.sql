-- privacy: the queue of clients whose files are to be deleted. Idempotent: applied again whenever it changes.

select pgmq.create('erasures');

-- privacy: the queue of clients whose files are to be deleted, and how long an erasure can be cancelled. Files must go, so
-- the queue has no dead letters. Idempotent.

select private.add_queue('erasures', p_wakes => 'erasures', p_attempts => null);

insert into private.settings (name, value) values ('erasure_grace_days', 7) on conflict (name) do nothing;

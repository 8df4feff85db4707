-- queue: which queues there are. A domain adds its own with private.add_queue in its settings.sql.

create table private.queues (
  name          text primary key check (name ~ '^[a-z_]{1,40}$'),
  wakes         text not null,
  attempts      integer check (attempts > 0),
  patience      interval not null,
  keep          interval not null,
  on_failed     text,
  drained_until timestamptz not null default '-infinity'
);

comment on table private.queues is
  'The queues of all domains. Leasing, back-off, dead letters, sweep, retention and health are written once, in sql/queue, and read this.';
comment on column private.queues.name is 'Of the pgmq queue, and of the calls of its worker: worker.claim_<name>, worker.finish_<name>.';
comment on column private.queues.wakes is 'The cloud function that is nudged when something is queued.';
comment on column private.queues.attempts is 'How often a message is tried before it is a dead letter. Null: for ever.';
comment on column private.queues.patience is 'How long a message may be there to be claimed. Past it the queue is slow; past four times as long no worker comes.';
comment on column private.queues.keep is 'How long acknowledged messages stay in the archive.';
comment on column private.queues.on_failed is
  'A function of private that takes the name of the queue and the failures as jsonb, so that the domain can write them down: [{msg_id, message, reason, error, is_held, is_dead, usage}].';
comment on column private.queues.drained_until is
  'A worker has promised to look into the queue again before then, so that whoever queues something need not wake anybody.';

alter table private.queues enable row level security;

-- messaging: threads, who takes part in them, messages with their earlier texts and attachments.

create type public.thread_kind as enum ('direct', 'group', 'announcement');
create type public.thread_role as enum ('owner', 'member');
create type public.message_state as enum ('pending', 'sent');
create type public.attachment_state as enum ('unchecked', 'accepted', 'refused');


create table public.message_threads (
  id              uuid primary key default gen_random_uuid(),
  client_id       uuid references public.clients (id) on delete cascade,
  kind            public.thread_kind not null,
  title           text not null default '' check (length(title) <= 120),
  direct_pair     uuid[] unique,
  created_by      uuid references public.profiles (id) on delete set null,
  last_seq        bigint not null default 0,
  last_message_at timestamptz not null default now(),
  created_at      timestamptz not null default now(),

  constraint message_threads_direct_has_a_pair check ((kind = 'direct') = (direct_pair is not null)),
  constraint message_threads_others_have_a_title check ((kind = 'direct') = (title = ''))
);

comment on table public.message_threads is 'Conversations. direct: two people, one thread a pair. group: everybody writes. announcement: only the owner writes.';
comment on column public.message_threads.client_id is 'The client whom a direct thread with their coach is about: it is erased with them. Null for other threads.';
comment on column public.message_threads.direct_pair is 'The two accounts of a direct thread, sorted. Without a foreign key, because the thread outlasts an account that is deleted.';
comment on column public.message_threads.last_seq is 'The seq of the newest message. Whoever sends locks the row, so that seq has no holes.';
comment on column public.message_threads.last_message_at is 'When the newest message was sent; before the first one, when the thread was opened.';

create index message_threads_client_id_idx on public.message_threads (client_id);
create index message_threads_created_by_idx on public.message_threads (created_by);

alter table public.message_threads enable row level security;
grant select on public.message_threads to authenticated, service_role;


create table public.thread_participants (
  thread_id     uuid not null references public.message_threads (id) on delete cascade,
  user_id       uuid not null references public.profiles (id) on delete cascade,
  client_id     uuid references public.clients (id) on delete cascade,
  role          public.thread_role not null default 'member',
  joined_at     timestamptz not null default now(),
  left_at       timestamptz,
  left_seq      bigint,
  last_read_seq bigint not null default 0,
  muted         boolean not null default false,

  primary key (thread_id, user_id),
  constraint thread_participants_left_somewhere check ((left_at is null) = (left_seq is null))
);

comment on table public.thread_participants is 'Who takes part in a thread, and how far they have read.';
comment on column public.thread_participants.client_id is 'The participant as a client; null for somebody who is none.';
comment on column public.thread_participants.left_seq is 'The last message that somebody who has left may read.';
comment on column public.thread_participants.last_read_seq is 'They have read up to here. The others see it as a receipt; unread are the messages after it. Only mark_thread_unread moves it back.';
comment on column public.thread_participants.muted is 'The thread does not count in their unread_messages.';

create index thread_participants_user_id_idx on public.thread_participants (user_id, thread_id);
create index thread_participants_client_id_idx on public.thread_participants (client_id);

alter table public.thread_participants enable row level security;
grant select on public.thread_participants to authenticated, service_role;


create table public.messages (
  id         uuid primary key,
  thread_id  uuid not null references public.message_threads (id) on delete cascade,
  client_id  uuid references public.clients (id) on delete cascade,
  seq        bigint,
  sender_id  uuid references public.profiles (id) on delete set null,
  body       text not null default '' check (length(body) <= 8000),
  reply_to   uuid references public.messages (id) on delete set null,
  state      public.message_state not null default 'sent',
  created_at timestamptz not null default now(),
  sent_at    timestamptz,
  edited_at  timestamptz,
  deleted_at timestamptz,
  search     tsvector generated always as (to_tsvector('pg_catalog.russian'::regconfig, body)) stored,

  constraint messages_thread_id_seq_key unique (thread_id, seq),
  constraint messages_sent_have_a_seq check ((state = 'sent') = (seq is not null and sent_at is not null)),
  constraint messages_deleted_are_empty check (deleted_at is null or body = '')
);

comment on table public.messages is 'Messages. A deleted one stays as an empty row, so that seq has no holes; only an erased client''s are gone.';
comment on column public.messages.id is 'Chosen by the sender; a retry with the same one is the same message.';
comment on column public.messages.client_id is 'The client whom the thread is about, else the client who wrote it; null where a coach wrote to a group.';
comment on column public.messages.seq is 'Its place in the thread: 1, 2, 3 ... Null while attachments are missing.';
comment on column public.messages.sender_id is 'Who wrote it; null once their account is deleted.';
comment on column public.messages.state is 'pending until finish_message has found all attachments: until then only the sender sees it.';
comment on column public.messages.search is 'For search_messages. The configuration russian stems English words too.';

create index messages_client_id_idx on public.messages (client_id);
create index messages_sender_id_idx on public.messages (sender_id);
create index messages_reply_to_idx on public.messages (reply_to);
create index messages_search_idx on public.messages using gin (search);

alter table public.messages enable row level security;
grant select (id, thread_id, client_id, seq, sender_id, body, reply_to, state, created_at, sent_at, edited_at, deleted_at) on public.messages to authenticated;
grant select on public.messages to service_role;


create table public.message_edits (
  message_id  uuid not null references public.messages (id) on delete cascade,
  version     integer not null,
  client_id   uuid references public.clients (id) on delete cascade,
  body        text not null,
  replaced_at timestamptz not null default now(),

  primary key (message_id, version)
);

comment on table public.message_edits is 'What a message said before each edit. Whoever reads the message reads them; they are deleted with its text.';
comment on column public.message_edits.client_id is 'As in messages.';

create index message_edits_client_id_idx on public.message_edits (client_id);

alter table public.message_edits enable row level security;
grant select on public.message_edits to authenticated, service_role;


create table public.message_attachments (
  path       text primary key,
  message_id uuid not null references public.messages (id) on delete cascade,
  client_id  uuid references public.clients (id) on delete cascade,
  name       text not null check (length(name) between 1 and 200),
  type       text not null,
  size_bytes bigint not null check (size_bytes between 1 and 26214400),
  state      public.attachment_state not null default 'unchecked',
  created_at timestamptz not null default now()
);

comment on table public.message_attachments is 'Files of messages. The row comes first, then the file; the message is sent once all its files are there. Others load a file once its bytes have been checked.';
comment on column public.message_attachments.path is 'In the bucket message-attachments: <thread_id>/<message_id>/<number>.';
comment on column public.message_attachments.client_id is 'As in messages.';
comment on column public.message_attachments.name is 'What the sender''s device called the file.';
comment on column public.message_attachments.state is 'accepted once the function has found that the first bytes are of the declared type; refused: they are of another, and the file is deleted.';

create index message_attachments_message_id_idx on public.message_attachments (message_id);
create index message_attachments_client_id_idx on public.message_attachments (client_id);

alter table public.message_attachments enable row level security;
grant select on public.message_attachments to authenticated, service_role;

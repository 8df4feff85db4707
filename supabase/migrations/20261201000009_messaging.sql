-- messaging: the baseline, in the words of sql/messaging.

-- file: sql/messaging/tables.sql
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
-- end of file: sql/messaging/tables.sql

-- file: sql/messaging/tables_automations.sql
-- messaging: messages that a coach has sent by themselves, and a line about each that was or was not.

create type public.automation_trigger as enum ('signed_up', 'silent', 'birthday');
create type public.automation_condition as enum ('always', 'with_plan', 'without_plan');
create type public.automation_outcome as enum ('sent', 'postponed', 'skipped');


create table public.automated_messages (
  id         uuid primary key default gen_random_uuid(),
  coach_id   uuid not null default auth.uid() references public.profiles (id) on delete cascade,
  name       text not null check (length(btrim(name)) between 1 and 80),
  trigger    public.automation_trigger not null,
  after_days integer not null check (after_days between 0 and 365),
  locale     public.locale,
  condition  public.automation_condition not null default 'always',
  template   text not null check (length(template) between 1 and 2000),
  quiet_from time not null default '21:00',
  quiet_to   time not null default '08:00',
  is_on      boolean not null default false,
  on_since   timestamptz,
  version    integer not null default 1,
  created_at timestamptz not null default now(),

  constraint automated_messages_silent_for_a_day check (trigger <> 'silent' or after_days >= 1),
  constraint automated_messages_on_since_when check (is_on = (on_since is not null))
);

comment on table public.automated_messages is 'Messages that go from a coach to their clients by themselves: once for each cause, in the direct thread.';
comment on column public.automated_messages.trigger is 'signed_up: so many days after the client accepted the invite. silent: after so many days without a log or a message of the client. birthday: so many days after the birthday in the client''s profile.';
comment on column public.automated_messages.locale is 'Only clients with this language; null: all.';
comment on column public.automated_messages.condition is 'Only clients for whom a plan is in force that day, or none.';
comment on column public.automated_messages.template is 'The text, with {{client}}, {{coach}} and {{days}}.';
comment on column public.automated_messages.quiet_to is 'Between quiet_from and quiet_to of the client''s day nothing is sent: it waits. Equal: no quiet hours.';
comment on column public.automated_messages.version is 'As in clients.';
comment on column public.automated_messages.on_since is 'Since when it is on. What was due before is not sent.';

create index automated_messages_coach_id_idx on public.automated_messages (coach_id);

alter table public.automated_messages enable row level security;
grant select,
  insert (name, trigger, after_days, locale, condition, template, quiet_from, quiet_to, is_on),
  update (name, trigger, after_days, locale, condition, template, quiet_from, quiet_to, is_on, version),
  delete on public.automated_messages to authenticated;
grant select on public.automated_messages to service_role;


create table public.automated_runs (
  automated_message_id uuid not null references public.automated_messages (id) on delete cascade,
  client_id            uuid not null references public.clients (id) on delete cascade,
  cause                text not null,
  due_at               timestamptz not null,
  outcome              public.automation_outcome not null,
  reason               text,
  message_id           uuid references public.messages (id) on delete set null,
  at                   timestamptz not null default now(),

  primary key (automated_message_id, client_id, cause),
  constraint automated_runs_say_why_not check ((outcome = 'sent') = (reason is null))
);

comment on table public.automated_runs is 'What became of each cause of an automated message: one row, so that nothing is sent twice.';
comment on column public.automated_runs.cause is 'What happened: signed up, silent since a moment, or the birthday of a year.';
comment on column public.automated_runs.reason is 'Why it was not sent, or not yet: quiet_hours, wrote_again, archived, other_language, no_plan, has_plan, missing_variable.';

create index automated_runs_client_id_idx on public.automated_runs (client_id);
create index automated_runs_message_id_idx on public.automated_runs (message_id);

alter table public.automated_runs enable row level security;
grant select on public.automated_runs to authenticated, service_role;
-- end of file: sql/messaging/tables_automations.sql

-- file: sql/messaging/settings.sql
-- messaging: the bucket for attachments, the queue of those to check, and what people are told about messages. Idempotent, because it is applied again whenever it changes.

insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'message-attachments', 'message-attachments', false, 26214400,
  array[
    'image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/gif', 'application/pdf',
    'video/mp4', 'video/quicktime', 'video/webm', 'audio/mpeg', 'audio/mp4', 'audio/ogg', 'audio/webm', 'text/plain', 'text/csv'
  ]
)
on conflict (id) do update
  set public = excluded.public,
      file_size_limit = excluded.file_size_limit,
      allowed_mime_types = excluded.allowed_mime_types;

-- No message becomes a dead letter, because nobody could load the files.
select private.add_queue('attachments', p_wakes => 'check_attachments', p_attempts => null, p_patience => '5 minutes');

-- Without the text, which is for the app alone.
select private.add_notification_kind(
  'message_received', '{"en": "A new message", "ru": "Новое сообщение"}',
  null, '{in_app, push}', '/messages?thread={{thread_id}}',
  '{"name": "Maria Petrova", "thread_id": "00000000-0000-0000-0000-000000000000"}', p_too_late => '1 day'
);
select private.add_notification_words('message_received', 'en', 'A message from {{name}}', 'Open it in Wellio.');
select private.add_notification_words('message_received', 'ru', 'Сообщение: {{name}}', 'Откройте его в Wellio.');

-- The tier of a coach limits how many automated messages are on.
insert into private.tier_counts (name, counts) values ('automations', 'count_automations') on conflict (name) do update set counts = excluded.counts;
-- end of file: sql/messaging/settings.sql

-- file: sql/messaging/functions_access.sql
-- messaging: which threads the caller takes part in, and whether they may write there.

create function private.my_open_thread_ids()
returns uuid[]
language plpgsql -- keeps its plan, unlike sql
stable
security definer -- reads thread_participants without its policies, which call this function
set search_path = ''
as $$
begin
  return array(
    select p.thread_id from public.thread_participants p where p.user_id = any (private.my_account_ids()) and p.left_at is null
  );
end;
$$;

comment on function private.my_open_thread_ids() is 'Ids of the threads that the caller takes part in and has not left.';
grant execute on function private.my_open_thread_ids() to authenticated;


create function private.my_participation(p_thread_id uuid)
returns public.thread_participants
language plpgsql
stable
security definer -- reads thread_participants without its policies
set search_path = ''
as $$
declare
  v_me public.thread_participants;
begin
  select p.* into v_me from public.thread_participants p where p.thread_id = p_thread_id and p.user_id = any (private.my_account_ids());
  return v_me;
end;
$$;

comment on function private.my_participation(uuid) is 'The caller in a thread, also after they have left; null for strangers.';


create function private.refuse_thread()
returns void
language sql
set search_path = ''
return private.refuse('PT404', 'no_such_thread', 'No such thread', 'Check the thread id, and that you take part in it.');

comment on function private.refuse_thread() is 'Refuses a thread of others in the same words as one that does not exist.';


create function private.refuse_message()
returns void
language sql
set search_path = ''
return private.refuse('PT404', 'no_such_message', 'No such message', 'Check the message id, and that you take part in its thread.');

comment on function private.refuse_message() is 'Refuses a message of others in the same words as one that does not exist.';


create function private.client_of_account(p_user_id uuid)
returns uuid
language sql
stable
set search_path = ''
return (select c.id from public.clients c where c.user_id = p_user_id);

comment on function private.client_of_account(uuid) is 'The client an account is, if any.';


create function private.lock_thread(p_thread_id uuid)
returns public.message_threads
language plpgsql
set search_path = ''
as $$
declare
  v_thread    public.message_threads;
  v_client_id uuid;
begin
  if private.my_participation(p_thread_id) is null then
    perform private.refuse_thread();
  end if;
  -- Clients are locked before threads, in the order of an erasure and of the end of a coaching.
  for v_client_id in
    select c.id from public.clients c
    where c.id = (select t.client_id from public.message_threads t where t.id = p_thread_id)
      or c.id = private.client_of_account((select auth.uid()))
    order by c.id
  loop
    perform private.lock_client_shared(v_client_id);
  end loop;
  select t.* into v_thread from public.message_threads t where t.id = p_thread_id for no key update;
  if not found or private.my_participation(p_thread_id) is null then -- erased while this call waited
    perform private.refuse_thread();
  end if;
  return v_thread;
end;
$$;

comment on function private.lock_thread(uuid) is 'Returns a thread that the caller takes part in, and has other writers wait until the transaction ends. Refuses every other thread.';


create function private.why_no_writing(p_thread public.message_threads, p_me public.thread_participants, p_acquaintances uuid[])
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_me.left_at is not null then
    return 'thread_left';
  end if;
  if p_thread.kind = 'announcement' and p_me.role <> 'owner' then
    return 'only_owner_writes';
  end if;
  if p_me.role <> 'owner' and not exists (
    select from public.thread_participants p
    where p.thread_id = p_thread.id and p.user_id <> p_me.user_id and p.user_id = any (p_acquaintances)
      and (p_thread.kind = 'direct' or p.role = 'owner')
  ) then
    return 'no_longer_together';
  end if;
  return null;
end;
$$;

comment on function private.why_no_writing(public.message_threads, public.thread_participants, uuid[]) is
  'Why a participant may not write in a thread; null where they may. In a direct thread the other one, elsewhere the owner has to be among their acquaintances.';


create function private.check_may_write(p_thread public.message_threads, p_me public.thread_participants)
returns void
language plpgsql
set search_path = ''
as $$
begin
  case private.why_no_writing(p_thread, p_me, private.my_acquaintance_ids())
    when 'thread_left' then
      perform private.refuse('PT403', 'thread_left', 'You no longer take part in this thread', 'Its owner can add you again.');
    when 'only_owner_writes' then
      perform private.refuse('PT403', 'only_owner_writes', 'Only its owner writes here', 'Answer in a direct thread.');
    when 'no_longer_together' then
      perform private.refuse('PT403', 'no_longer_together', 'The coaching has ended, so nobody can write here any more', 'What was written stays readable.');
    else null;
  end case;
end;
$$;

comment on function private.check_may_write(public.message_threads, public.thread_participants) is 'Refuses with the reason of private.why_no_writing.';
-- end of file: sql/messaging/functions_access.sql

-- file: sql/messaging/functions_attachments.sql
-- messaging: the queue of attachments to check, as the cloud function sees it.

create function private.attachments_message(p_message public.messages)
returns jsonb
language sql
immutable
set search_path = ''
return jsonb_build_object(
  'client_id', p_message.client_id, 'message_id', p_message.id, 'trace', jsonb_build_object('message_id', p_message.id)
);

comment on function private.attachments_message(public.messages) is 'What is queued to have the files of a message checked.';


create function worker.claim_attachments(p_limit integer, p_lease_seconds integer)
returns table (msg_id bigint, read_ct integer, trace jsonb, files jsonb)
language sql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
  select q.msg_id, q.read_ct, q.message -> 'trace', (
    select coalesce(jsonb_agg(jsonb_build_object('path', a.path, 'type', a.type) order by a.path), '[]')
    from public.message_attachments a
    where a.message_id = (q.message ->> 'message_id')::uuid and a.state = 'unchecked'
  )
  from pgmq.read('attachments', p_lease_seconds, p_limit) q
$$;

comment on function worker.claim_attachments(integer, integer) is 'Leases up to p_limit messages for p_lease_seconds, with those of their files that are not checked yet: none where the message was deleted. (msg_id, read_ct) is the lease.';
grant execute on function worker.claim_attachments(integer, integer) to service_role;


create function worker.finish_attachments(p_results jsonb)
returns setof bigint
language plpgsql
security definer -- writes message_attachments, and pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_held bigint[] := array(select private.held_messages('attachments', p_results));
begin
  update public.message_attachments a
  set state = case when f.is_accepted then 'accepted'::public.attachment_state else 'refused' end
  from jsonb_to_recordset(p_results) as r(msg_id bigint, files jsonb)
  cross join lateral jsonb_to_recordset(r.files) as f(path text, is_accepted boolean)
  where r.msg_id = any (v_held) and a.path = f.path and a.state = 'unchecked';
  perform private.archive_messages('attachments', v_held);
  return query select unnest(v_held);
end;
$$;

comment on function worker.finish_attachments(jsonb) is 'Notes which files are what they say. Takes [{msg_id, read_ct, files: [{path, is_accepted}]}]; returns the msg_ids that were still held.';
grant execute on function worker.finish_attachments(jsonb) to service_role;
-- end of file: sql/messaging/functions_attachments.sql

-- file: sql/messaging/functions_automations.sql
-- messaging: finds the causes of automated messages, and sends each once.

create function private.unknown_variables(p_template text)
returns text[]
language sql
immutable
set search_path = ''
return array(
  select distinct btrim(m[1]) from regexp_matches(p_template, '\{\{([^{}]*)\}\}', 'g') m
  where btrim(m[1]) <> all (array['client', 'coach', 'days']) order by 1
);

comment on function private.unknown_variables(text) is 'The variables of a template that an automated message does not know.';


create function private.filled_template(p_template text, p_values jsonb)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_text text := p_template;
  v_name text;
begin
  for v_name in select distinct m[1] from regexp_matches(p_template, '\{\{\s*(\w+)\s*\}\}', 'g') m loop
    if coalesce(p_values ->> v_name, '') = '' then
      return null;
    end if;
    -- Values are put in one by one: a backslash in a name means itself.
    v_text := regexp_replace(v_text, '\{\{\s*' || v_name || '\s*\}\}', replace(p_values ->> v_name, '\', '\\'), 'g');
  end loop;
  return v_text;
end;
$$;

comment on function private.filled_template(text, jsonb) is 'A template with its variables filled in; null where a value is missing.';


create function private.automation_causes(p_message public.automated_messages, p_from timestamptz, p_to timestamptz)
returns table (client_id uuid, cause text, due_at timestamptz, is_over boolean)
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_message.trigger = 'signed_up' then
    return query
    select c.id, 'signed_up', i.at + make_interval(days => p_message.after_days), false
    from public.clients c
    cross join lateral (select max(i.accepted_at) as at from public.client_invites i where i.client_id = c.id) i
    where c.coach_id = p_message.coach_id and c.user_id is not null
      and i.at + make_interval(days => p_message.after_days) > p_from
      and i.at + make_interval(days => p_message.after_days) <= p_to;
    return;
  end if;

  if p_message.trigger = 'birthday' then
    return query
    select b.id, 'birthday ' || b.year, b.at, false
    from (
      select c.id, y.year,
             ((f.birth_date + make_interval(years => y.year - extract(year from f.birth_date)::integer))::date + p_message.after_days)::timestamp
               at time zone c.timezone as at
      from public.clients c
      join public.client_profiles f on f.client_id = c.id
      cross join generate_series(extract(year from p_from)::integer - 1, extract(year from p_to)::integer + 1) y(year)
      where c.coach_id = p_message.coach_id and c.user_id is not null and y.year > extract(year from f.birth_date)
    ) b
    where b.at > p_from and b.at <= p_to;
    return;
  end if;

  -- A silence begins with an act of the client's own: nothing that is sent to them begins or ends one.
  return query
  with acts as (
    select c.id, a.at, lead(a.at) over (partition by c.id order by a.at) as next_at
    from public.clients c
    cross join lateral (
      select max(i.accepted_at) as at from public.client_invites i where i.client_id = c.id
      union
      select l.created_at from public.logs l
      where l.client_id = c.id and l.author_type = 'client' and l.created_at > p_from - make_interval(days => p_message.after_days + 1)
      union
      (select l.created_at from public.logs l where l.client_id = c.id and l.author_type = 'client' and l.created_at <= p_from - make_interval(days => p_message.after_days + 1)
       order by l.created_at desc limit 1)
      union
      select m.sent_at from public.messages m where m.sender_id = c.user_id and m.state = 'sent'
    ) a
    where c.coach_id = p_message.coach_id and c.user_id is not null and a.at is not null
  )
  select a.id, 'silent since ' || to_char(a.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), a.at + make_interval(days => p_message.after_days), a.next_at is not null
  from acts a
  where a.at + make_interval(days => p_message.after_days) > p_from
    and a.at + make_interval(days => p_message.after_days) <= least(p_to, coalesce(a.next_at, 'infinity'));
end;
$$;

comment on function private.automation_causes(public.automated_messages, timestamptz, timestamptz) is
  'The causes of an automated message that were due after p_from and until p_to, of the present clients of its coach. is_over: the client has written since.';


create function private.has_plan(p_client public.clients, p_at timestamptz)
returns boolean
language sql
stable
set search_path = ''
return exists (
  select from public.plans p
  where p.client_id = p_client.id and p.activated_at is not null
    and (p_at at time zone p_client.timezone)::date between p.start_date and coalesce(p.end_date, 'infinity')
);

comment on function private.has_plan(public.clients, timestamptz) is 'Whether a plan is in force for a client at a moment.';


create function private.why_not_sent(p_message public.automated_messages, p_client public.clients, p_text text, p_at timestamptz)
returns text
language sql
stable
set search_path = ''
return case
  when p_client.archived_at is not null then 'archived'
  when p_message.locale <> p_client.locale then 'other_language'
  when p_message.condition <> 'always' and private.has_plan(p_client, p_at) is distinct from (p_message.condition = 'with_plan')
    then case p_message.condition when 'with_plan' then 'no_plan' else 'has_plan' end
  when p_text is null then 'missing_variable'
  when case
    when p_message.quiet_from < p_message.quiet_to
      then (p_at at time zone p_client.timezone)::time >= p_message.quiet_from and (p_at at time zone p_client.timezone)::time < p_message.quiet_to
    when p_message.quiet_from > p_message.quiet_to
      then (p_at at time zone p_client.timezone)::time >= p_message.quiet_from or (p_at at time zone p_client.timezone)::time < p_message.quiet_to
    else false
  end then 'quiet_hours'
end;

comment on function private.why_not_sent(public.automated_messages, public.clients, text, timestamptz) is
  'Why an automated message does not go to a client at a moment; null where it goes. quiet_hours means later.';


create function private.automated_text(p_message public.automated_messages, p_client public.clients)
returns text
language sql
stable
set search_path = ''
return private.filled_template(p_message.template, jsonb_build_object(
  'client', coalesce((select nullif(p.full_name, '') from public.profiles p where p.id = p_client.user_id), p_client.name),
  'coach', (select p.full_name from public.profiles p where p.id = p_message.coach_id),
  'days', p_message.after_days
));

comment on function private.automated_text(public.automated_messages, public.clients) is 'What an automated message says to a client; null where a variable has no value.';


create function private.send_automated_message(p_message public.automated_messages, p_client public.clients, p_text text)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_thread_id uuid := private.direct_thread(p_message.coach_id, p_client.user_id);
  v_id        uuid := gen_random_uuid();
  v_seq       bigint;
begin
  v_seq := private.next_seq(v_thread_id);
  insert into public.messages (id, thread_id, client_id, seq, sender_id, body, sent_at)
  values (v_id, v_thread_id, p_client.id, v_seq, p_message.coach_id, p_text, clock_timestamp());
  -- It is not new to the coach, but what the client wrote before it may be.
  update public.thread_participants p set last_read_seq = v_seq
  where p.thread_id = v_thread_id and p.user_id = p_message.coach_id and p.last_read_seq = v_seq - 1;
  return v_id;
end;
$$;

comment on function private.send_automated_message(public.automated_messages, public.clients, text) is 'Sends a text from the coach to a client in their direct thread, and returns the id of the message.';


create function private.send_automated_messages()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_message public.automated_messages;
  v_cause   record;
  v_client  public.clients;
  v_text    text;
  v_reason  text;
  v_sent    integer := 0;
begin
  for v_message in select a.* from public.automated_messages a where a.is_on order by a.id loop
    for v_cause in
      select c.* from private.automation_causes(v_message, greatest(v_message.on_since, now() - interval '2 days'), now()) c
      where not exists (
        select from public.automated_runs r
        where r.automated_message_id = v_message.id and r.client_id = c.client_id and r.cause = c.cause and r.outcome <> 'postponed'
      )
      order by c.due_at, c.client_id
      limit 200
    loop
      v_client := private.lock_client_shared(v_cause.client_id);
      continue when v_client is null or v_client.coach_id is distinct from v_message.coach_id;
      v_text := private.automated_text(v_message, v_client);
      v_reason := case when v_cause.is_over then 'wrote_again' else private.why_not_sent(v_message, v_client, v_text, now()) end;

      -- The row is the lock: of two runs at once, the second waits here and then finds it sent.
      insert into public.automated_runs as r (automated_message_id, client_id, cause, due_at, outcome, reason)
      values (v_message.id, v_cause.client_id, v_cause.cause, v_cause.due_at,
              case when v_reason <> 'quiet_hours' then 'skipped'::public.automation_outcome else 'postponed' end,
              coalesce(v_reason, 'quiet_hours'))
      on conflict (automated_message_id, client_id, cause) do update
        set outcome = excluded.outcome, reason = excluded.reason, at = now()
        where r.outcome = 'postponed';
      if found and v_reason is null then
        update public.automated_runs r
        set outcome = 'sent', reason = null, message_id = private.send_automated_message(v_message, v_client, v_text)
        where r.automated_message_id = v_message.id and r.client_id = v_cause.client_id and r.cause = v_cause.cause;
        v_sent := v_sent + 1;
      end if;
    end loop;
  end loop;
  return v_sent;
end;
$$;

comment on function private.send_automated_messages() is 'Sends what is due, once for each cause, and notes what is not sent and why. Run by cron. Returns how many were sent.';


create function private.check_automation_template(p_template text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_unknown text[] := private.unknown_variables(p_template);
begin
  if v_unknown <> '{}' then
    perform private.refuse(
      'PT422', 'automation_variable', format('The template does not know {{%s}}', v_unknown[1]),
      'Use {{client}}, {{coach}} and {{days}}.', jsonb_build_object('variable', left(v_unknown[1], 40))
    );
  end if;
  perform private.checked_body(p_template, false);
end;
$$;

comment on function private.check_automation_template(text) is 'Refuses a template with a variable that would stay empty, or in which nothing can be seen.';


create function private.count_automations(p_coach_id uuid)
returns bigint
language sql
stable
set search_path = ''
return (select count(*) from public.automated_messages a where a.coach_id = p_coach_id and a.is_on);

comment on function private.count_automations(uuid) is 'How many automated messages of a coach are on: what the tier limits.';


create function private.check_automated_message()
returns trigger
language plpgsql
security definer -- calls private functions that are closed to API roles
set search_path = ''
as $$
begin
  perform private.check_automation_template(new.template);
  if new.is_on and (tg_op = 'INSERT' or not old.is_on) then
    perform private.check_tier_limit(new.coach_id, 'automations', private.count_automations(new.coach_id) + 1);
    new.on_since := now();
  elsif not new.is_on then
    new.on_since := null;
  end if;
  return new;
end;
$$;

comment on function private.check_automated_message() is 'Checks the template, and notes since when it is on.';


create function private.preview_automated_message(p_trigger public.automation_trigger, p_after_days integer, p_template text, p_locale public.locale, p_quiet_from time, p_quiet_to time, p_condition public.automation_condition)
returns table (client_id uuid, name text, due_at timestamptz, body text, reason text)
language plpgsql
stable
security definer -- reads what clients did, as the job does
set search_path = ''
as $$
declare
  v_message public.automated_messages;
begin
  perform private.check_automation_template(p_template);
  v_message.coach_id := (select auth.uid());
  v_message.trigger := p_trigger;
  v_message.after_days := p_after_days;
  v_message.template := p_template;
  v_message.locale := p_locale;
  v_message.quiet_from := p_quiet_from;
  v_message.quiet_to := p_quiet_to;
  v_message.condition := coalesce(p_condition, 'always');
  return query
  select c.id, c.name, a.due_at, t.body, private.why_not_sent(v_message, c, t.body, a.due_at)
  from private.automation_causes(v_message, now() - interval '30 days', now()) a
  join public.clients c on c.id = a.client_id
  cross join lateral (select private.automated_text(v_message, c) as body) t
  order by a.due_at desc, c.id
  limit 200;
end;
$$;

comment on function private.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) is 'Body of public.preview_automated_message.';
grant execute on function private.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) to authenticated;


create function public.preview_automated_message(
  trigger public.automation_trigger, after_days integer, template text, locale public.locale default null, quiet_from time default '21:00', quiet_to time default '08:00',
  condition public.automation_condition default 'always'
)
returns table (client_id uuid, name text, due_at timestamptz, body text, reason text)
language sql
stable
set search_path = ''
as $$
  select * from private.preview_automated_message($1, $2, $3, $4, $5, $6, $7)
$$;

comment on function public.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) is
  'What an automated message would have sent to the caller''s present clients within the last 30 days; it sends nothing. reason says why somebody would not have got it, or not at once (quiet_hours). At most 200, the newest first. PT422 an unknown variable.';
grant execute on function public.preview_automated_message(public.automation_trigger, integer, text, public.locale, time, time, public.automation_condition) to authenticated;
-- end of file: sql/messaging/functions_automations.sql

-- file: sql/messaging/functions_messages.sql
-- messaging: sends, edits and deletes messages.

create function private.checked_body(p_body text, p_may_be_empty boolean)
returns text
language plpgsql
set search_path = ''
as $$
declare
  v_body text := btrim(coalesce(p_body, ''), E' \t\r\n');
begin
  if length(v_body) > 8000 then
    perform private.refuse('PT413', 'message_too_long', 'A message has at most 8000 characters', 'Send it in parts, or as a file.', jsonb_build_object('limit', 8000));
  end if;
  -- Spaces, and characters that show nothing: soft hyphen, fillers, joiners, marks of direction, variation selectors, tags.
  if v_body !~ '[^[:space:][:cntrl:]\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]' then
    if not p_may_be_empty then
      perform private.refuse('PT422', 'empty_message', 'There is nothing to read in this message', 'Write something, or attach a file.');
    end if;
    return '';
  end if;
  return v_body;
end;
$$;

comment on function private.checked_body(text, boolean) is 'The text of a message without spaces around it. Refuses one that is too long, or in which nothing can be seen.';


create function private.next_seq(p_thread_id uuid)
returns bigint
language sql
set search_path = ''
as $$
  update public.message_threads t set last_seq = t.last_seq + 1, last_message_at = clock_timestamp() where t.id = p_thread_id returning t.last_seq
$$;

comment on function private.next_seq(uuid) is 'The seq of a message that is being sent. The thread stays locked until the transaction ends.';


create function private.mark_read(p_thread_id uuid, p_user_id uuid, p_seq bigint)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.thread_participants p set last_read_seq = p_seq
  where p.thread_id = p_thread_id and p.user_id = p_user_id and p.last_read_seq < p_seq;
  if found then
    update public.notifications n set read_at = now()
    where n.user_id = p_user_id and n.kind = 'message_received' and n.read_at is null and n.data ->> 'thread_id' = p_thread_id::text;
  end if;
end;
$$;

comment on function private.mark_read(uuid, uuid, bigint) is 'Moves what somebody has read forwards, never back. What they were told of its messages is read, too.';


create function private.add_attachments(p_message public.messages, p_attachments jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if jsonb_typeof(p_attachments) <> 'array' or jsonb_array_length(p_attachments) > 10 then
    perform private.refuse('PT422', 'too_many_attachments', 'A message has at most 10 attachments', 'Send them in several messages.', jsonb_build_object('limit', 10));
  end if;
  if exists (
    select from jsonb_array_elements(p_attachments) a
    where a ->> 'type' = any ((select b.allowed_mime_types from storage.buckets b where b.id = 'message-attachments')::text[]) is not true
  ) then
    perform private.refuse('PT415', 'attachment_type', 'A file of this type cannot be attached', 'Send pictures, PDF, video, sound or plain text.');
  end if;
  if exists (
    select from jsonb_array_elements(p_attachments) a
    where case when jsonb_typeof(a -> 'size') = 'number' then (a -> 'size')::numeric between 1 and 26214400 end is not true or length(a ->> 'name') between 1 and 200 is not true
  ) then
    perform private.refuse('PT413', 'attachment_size', 'A file has at most 25 MB and is not empty', 'Send a smaller one.', jsonb_build_object('limit', 25));
  end if;
  insert into public.message_attachments (path, message_id, client_id, name, type, size_bytes)
  select concat_ws('/', p_message.thread_id, p_message.id, a.n), p_message.id, p_message.client_id, a.file ->> 'name', a.file ->> 'type', (a.file ->> 'size')::bigint
  from jsonb_array_elements(p_attachments) with ordinality a(file, n);
end;
$$;

comment on function private.add_attachments(public.messages, jsonb) is 'Notes the files that the sender of a message is going to upload.';


create function private.send_message(p_message_id uuid, p_thread_id uuid, p_body text, p_reply_to uuid, p_attachments jsonb)
returns public.messages
language plpgsql
security definer -- writes messages, which no API role may: they have a place in the thread
set search_path = ''
as $$
declare
  v_thread  public.message_threads := private.lock_thread(p_thread_id);
  v_me      public.thread_participants := private.my_participation(p_thread_id);
  v_files   jsonb := coalesce(p_attachments, '[]');
  v_message public.messages;
  v_body    text;
  v_seq     bigint;
begin
  select m.* into v_message from public.messages m where m.id = p_message_id;
  if found then
    if (v_message.thread_id, v_message.sender_id) is distinct from (p_thread_id, v_me.user_id) then
      perform private.refuse('PT409', 'message_id_taken', 'There is a message with this id', 'Choose another UUID.');
    end if;
    return v_message; -- a repeated request: the first answer may have been lost
  end if;

  perform private.check_may_write(v_thread, v_me);
  if p_reply_to is not null and not exists (
    select from public.messages m where m.id = p_reply_to and m.thread_id = p_thread_id and m.state = 'sent'
  ) then
    perform private.refuse_message();
  end if;

  v_body := private.checked_body(p_body, v_files <> '[]');
  if v_files = '[]' then
    v_seq := private.next_seq(p_thread_id);
    perform private.mark_read(p_thread_id, v_me.user_id, v_seq);
  end if;
  insert into public.messages (id, thread_id, client_id, seq, sender_id, body, reply_to, state, sent_at)
  values (
    p_message_id, p_thread_id, coalesce(v_thread.client_id, v_me.client_id), v_seq, v_me.user_id, v_body, p_reply_to,
    case when v_seq is null then 'pending'::public.message_state else 'sent' end, case when v_seq is not null then clock_timestamp() end
  )
  returning * into v_message;
  if v_files <> '[]' then
    perform private.add_attachments(v_message, v_files);
  end if;
  return v_message;
end;
$$;

comment on function private.send_message(uuid, uuid, text, uuid, jsonb) is 'Body of public.send_message.';
grant execute on function private.send_message(uuid, uuid, text, uuid, jsonb) to authenticated;


create function public.send_message(message_id uuid, thread_id uuid, body text default '', reply_to uuid default null, attachments jsonb default '[]')
returns table (seq bigint, state public.message_state, sent_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select m.seq, m.state, m.sent_at from private.send_message(message_id, thread_id, body, reply_to, attachments) m
$$;

comment on function public.send_message(uuid, uuid, text, uuid, jsonb) is
  'Sends a message. message_id is a UUID of the caller''s choice: a second call with it sends nothing and answers as the first. attachments: [{"name", "type", "size"}]; then the message is pending, and each file goes to message-attachments/<thread_id>/<message_id>/<1, 2 ...> before finish_message sends it. PT403 the caller has left, may not write here, or the coaching has ended; PT404 unknown thread or reply_to; PT413 longer than 8000 characters, or a file over 25 MB; PT415 a type that cannot be attached; PT422 nothing to see in it.';
grant execute on function public.send_message(uuid, uuid, text, uuid, jsonb) to authenticated;


create function private.lock_message(p_message_id uuid)
returns public.messages
language plpgsql
set search_path = ''
as $$
declare
  v_thread_id uuid := (select m.thread_id from public.messages m where m.id = p_message_id);
  v_message   public.messages;
begin
  if private.my_participation(v_thread_id) is null then
    perform private.refuse_message();
  end if;
  perform private.lock_thread(v_thread_id);
  select m.* into v_message from public.messages m where m.id = p_message_id and (m.state = 'sent' or m.sender_id = (select auth.uid()));
  if not found or v_message.seq > (private.my_participation(v_thread_id)).left_seq then
    perform private.refuse_message();
  end if;
  return v_message;
end;
$$;

comment on function private.lock_message(uuid) is 'Returns a message that the caller may read, and locks its thread. Refuses every other message.';


create function private.finish_message(p_message_id uuid)
returns public.messages
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
declare
  v_message public.messages := private.lock_message(p_message_id);
  v_me      public.thread_participants := private.my_participation(v_message.thread_id);
  v_other   text;
begin
  if v_message.sender_id is distinct from v_me.user_id then
    perform private.refuse_message();
  end if;
  if v_message.state = 'sent' then
    return v_message; -- a repeated request
  end if;
  perform private.check_may_write((select t from public.message_threads t where t.id = v_message.thread_id), v_me);
  if exists (
    select from public.message_attachments a
    where a.message_id = p_message_id
      and not exists (select from storage.objects o where o.bucket_id = 'message-attachments' and o.name = a.path)
  ) then
    perform private.refuse('PT409', 'attachment_missing', 'Not all files have been uploaded', 'Upload them, then call this again.');
  end if;
  select a.name into v_other from public.message_attachments a
  join storage.objects o on o.bucket_id = 'message-attachments' and o.name = a.path
  where a.message_id = p_message_id
    and (a.size_bytes::text, a.type) is distinct from (o.metadata ->> 'size', split_part(o.metadata ->> 'mimetype', ';', 1))
  limit 1;
  if found then
    perform private.refuse('PT422', 'attachment_differs', format('%s is not the file that was announced', v_other), 'Delete the message and send the file again.', jsonb_build_object('name', v_other));
  end if;
  update public.messages m set state = 'sent', seq = private.next_seq(m.thread_id), sent_at = clock_timestamp()
  where m.id = p_message_id
  returning m.* into v_message;
  perform private.mark_read(v_message.thread_id, v_me.user_id, v_message.seq);
  perform private.enqueue('attachments', array[private.attachments_message(v_message)], '{"type": "SWEEP"}');
  return v_message;
end;
$$;

comment on function private.finish_message(uuid) is 'Body of public.finish_message.';
grant execute on function private.finish_message(uuid) to authenticated;


create function public.finish_message(message_id uuid)
returns table (seq bigint, state public.message_state, sent_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select m.seq, m.state, m.sent_at from private.finish_message(message_id) m
$$;

comment on function public.finish_message(uuid) is 'Sends a message whose files have been uploaded. A second call answers as the first. PT403 as in send_message, PT404 no message of the caller, PT409 a file is missing, PT422 a file has another size or type than send_message was told. Others can load a file once the function check_attachments has seen that its bytes are of its type.';
grant execute on function public.finish_message(uuid) to authenticated;


create function private.edit_message(p_message_id uuid, p_body text)
returns void
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
declare
  v_message public.messages := private.lock_message(p_message_id);
  v_me      public.thread_participants := private.my_participation(v_message.thread_id);
  v_body    text;
begin
  if v_message.sender_id is distinct from v_me.user_id then
    perform private.refuse('PT403', 'not_your_message', 'Only who wrote a message edits it', 'Answer it instead.');
  end if;
  if v_message.deleted_at is not null then
    perform private.refuse('PT409', 'message_deleted', 'This message has been deleted', 'Write a new one.');
  end if;
  perform private.check_may_write((select t from public.message_threads t where t.id = v_message.thread_id), v_me);
  v_body := private.checked_body(p_body, exists (select from public.message_attachments a where a.message_id = p_message_id));
  if v_body = v_message.body then
    return; -- a repeated request
  end if;
  if v_message.state = 'sent' then
    insert into public.message_edits (message_id, version, client_id, body)
    select v_message.id, coalesce(max(e.version), 0) + 1, v_message.client_id, v_message.body
    from public.message_edits e where e.message_id = v_message.id;
  end if;
  update public.messages m set body = v_body, edited_at = case when m.state = 'sent' then now() end where m.id = p_message_id;
end;
$$;

comment on function private.edit_message(uuid, text) is 'Body of public.edit_message.';
grant execute on function private.edit_message(uuid, text) to authenticated;


create function public.edit_message(message_id uuid, body text)
returns void
language sql
set search_path = ''
return private.edit_message(message_id, body);

comment on function public.edit_message(uuid, text) is 'Changes the text of a message of the caller; the earlier ones stay in message_edits. PT403 somebody else''s message, or the caller may no longer write here; PT404 unknown message; PT409 it has been deleted; PT413 and PT422 as in send_message.';
grant execute on function public.edit_message(uuid, text) to authenticated;


create function private.delete_message(p_message_id uuid)
returns void
language plpgsql
security definer -- writes messages, which no API role may
set search_path = ''
as $$
declare
  v_message public.messages := private.lock_message(p_message_id);
  v_me      public.thread_participants := private.my_participation(v_message.thread_id);
begin
  if v_message.sender_id is distinct from v_me.user_id and v_me.role <> 'owner' then
    perform private.refuse('PT403', 'not_your_message', 'Only who wrote a message deletes it', 'Ask the owner of the thread.');
  end if;
  if v_message.state = 'pending' then -- nobody else has seen it
    delete from public.messages m where m.id = p_message_id;
    return;
  end if;
  delete from public.message_edits e where e.message_id = p_message_id;
  delete from public.message_attachments a where a.message_id = p_message_id;
  update public.messages m set body = '', deleted_at = now() where m.id = p_message_id and m.deleted_at is null;
end;
$$;

comment on function private.delete_message(uuid) is 'Body of public.delete_message.';
grant execute on function private.delete_message(uuid) to authenticated;


create function public.delete_message(message_id uuid)
returns void
language sql
set search_path = ''
return private.delete_message(message_id);

comment on function public.delete_message(uuid) is 'Empties a message: its text, its earlier texts and its files are gone, its place in the thread stays. By who wrote it, or by the owner of the thread. A second call changes nothing. PT403 somebody else''s message, PT404 unknown message.';
grant execute on function public.delete_message(uuid) to authenticated;
-- end of file: sql/messaging/functions_messages.sql

-- file: sql/messaging/functions_reading.sql
-- messaging: the list of threads, what is unread, search.

create function private.mark_thread_read(p_thread_id uuid, p_seq bigint)
returns void
language plpgsql
security definer -- writes last_read_seq, which no API role may
set search_path = ''
as $$
declare
  v_me public.thread_participants := private.my_participation(p_thread_id);
begin
  if v_me is null then
    perform private.refuse_thread();
  end if;
  perform private.mark_read(p_thread_id, v_me.user_id, least(p_seq, v_me.left_seq, (select t.last_seq from public.message_threads t where t.id = p_thread_id)));
end;
$$;

comment on function private.mark_thread_read(uuid, bigint) is 'Body of public.mark_thread_read.';
grant execute on function private.mark_thread_read(uuid, bigint) to authenticated;


create function public.mark_thread_read(thread_id uuid, seq bigint)
returns void
language sql
set search_path = ''
return private.mark_thread_read(thread_id, seq);

comment on function public.mark_thread_read(uuid, bigint) is 'Says that the caller has read a thread up to seq. It never goes back, and not beyond the last message. PT404 unknown thread.';
grant execute on function public.mark_thread_read(uuid, bigint) to authenticated;


create function private.mark_thread_unread(p_thread_id uuid, p_seq bigint)
returns void
language plpgsql
security definer -- writes last_read_seq, which no API role may
set search_path = ''
as $$
declare
  v_me public.thread_participants := private.my_participation(p_thread_id);
begin
  if v_me is null then
    perform private.refuse_thread();
  end if;
  update public.thread_participants p set last_read_seq = greatest(p_seq, 0)
  where p.thread_id = p_thread_id and p.user_id = v_me.user_id and p.last_read_seq > p_seq;
end;
$$;

comment on function private.mark_thread_unread(uuid, bigint) is 'Body of public.mark_thread_unread.';
grant execute on function private.mark_thread_unread(uuid, bigint) to authenticated;


create function public.mark_thread_unread(thread_id uuid, seq bigint)
returns void
language sql
set search_path = ''
return private.mark_thread_unread(thread_id, seq);

comment on function public.mark_thread_unread(uuid, bigint) is 'Counts what was written after seq as unread by the caller again, and takes the receipt for it back. PT404 unknown thread.';
grant execute on function public.mark_thread_unread(uuid, bigint) to authenticated;


create function private.unread_messages()
returns bigint
language plpgsql
stable
security definer -- reads participants and threads without their policies
set search_path = ''
as $$
begin
  return coalesce((
    select sum(t.last_seq - p.last_read_seq)
    from public.thread_participants p
    join public.message_threads t on t.id = p.thread_id
    where p.user_id = any (private.my_account_ids()) and p.left_at is null and not p.muted and t.last_seq > p.last_read_seq
  ), 0);
end;
$$;

comment on function private.unread_messages() is 'Body of public.unread_messages.';
grant execute on function private.unread_messages() to authenticated;


create function public.unread_messages()
returns bigint
language sql
stable
set search_path = ''
return private.unread_messages();

comment on function public.unread_messages() is 'How many messages the caller has not read, in all threads that they have neither left nor muted.';
grant execute on function public.unread_messages() to authenticated;


create function private.name_for_me(p_user_id uuid, p_coached uuid[])
returns text
language sql
stable
set search_path = ''
return coalesce(
  (select c.name from public.clients c where c.user_id = p_user_id and c.id = any (p_coached)),
  (select p.full_name from public.profiles p where p.id = p_user_id)
);

comment on function private.name_for_me(uuid, uuid[]) is 'What somebody who coaches these clients calls a person: the name in the list of clients, or else by that of the account.';


create function private.people_of_thread(p_thread public.message_threads, p_me public.thread_participants, p_coached uuid[])
returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'user_id', p.user_id, 'name', private.name_for_me(p.user_id, p_coached), 'role', p.role, 'left', p.left_at is not null, 'last_read_seq', p.last_read_seq
  ) order by p.role, p.joined_at, p.user_id), '[]')
  from public.thread_participants p
  where p.thread_id = p_thread.id
    and (p_thread.kind <> 'announcement' or p_me.role = 'owner' or p.role = 'owner' or p.user_id = p_me.user_id)
$$;

comment on function private.people_of_thread(public.message_threads, public.thread_participants, uuid[]) is
  'Who takes or took part in a thread, with their names as a participant knows them. In an announcement only its owner sees the others.';


create function private.my_threads(p_thread_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer, p_only_unread boolean)
returns table (
  thread_id uuid, kind public.thread_kind, title text, client_id uuid, role public.thread_role, muted boolean, no_writing text,
  last_seq bigint, last_read_seq bigint, unread bigint, last_at timestamptz, last_message jsonb, people jsonb, topic text
)
language plpgsql
stable
security definer -- reads threads, people and messages without their policies, which are asked once here
set search_path = ''
as $$
declare
  v_acquaintances uuid[] := private.my_acquaintance_ids();
  v_coached       uuid[] := private.my_coached_client_ids();
begin
  return query
  select t.id, t.kind, t.title, t.client_id, p.role, p.muted, private.why_no_writing(t, p, v_acquaintances),
         s.seq, p.last_read_seq, case when p.left_at is null then greatest(s.seq - p.last_read_seq, 0) else 0 end, s.at,
         (select jsonb_build_object(
            'id', m.id, 'seq', m.seq, 'sender_id', m.sender_id, 'body', left(m.body, 200), 'deleted', m.deleted_at is not null, 'sent_at', m.sent_at,
            'attachments', (select count(*) from public.message_attachments a where a.message_id = m.id)
          ) from public.messages m where m.thread_id = t.id and m.seq <= s.seq order by m.seq desc limit 1),
         private.people_of_thread(t, p, v_coached),
         case when t.kind <> 'announcement' and private.why_no_writing(t, p, v_acquaintances) is null then private.thread_topic(t) end
  from public.thread_participants p
  join public.message_threads t on t.id = p.thread_id
  cross join lateral (select coalesce(p.left_seq, t.last_seq) as seq, coalesce(p.left_at, t.last_message_at) as at) s
  where p.user_id = any (private.my_account_ids())
    and (p_thread_id is null or t.id = p_thread_id)
    and (p_only_unread is not true or (p.left_at is null and not p.muted and t.last_seq > p.last_read_seq))
    and (p_before is null or (s.at, t.id) < (p_before, p_before_id))
  order by s.at desc, t.id desc
  limit least(greatest(p_limit, 1), 100);
end;
$$;

comment on function private.my_threads(uuid, timestamptz, uuid, integer, boolean) is 'Body of public.my_threads.';
grant execute on function private.my_threads(uuid, timestamptz, uuid, integer, boolean) to authenticated;


create function public.my_threads(only_thread_id uuid default null, before timestamptz default null, before_id uuid default null, max_threads integer default 50, only_unread boolean default false)
returns table (
  thread_id uuid, kind public.thread_kind, title text, client_id uuid, role public.thread_role, muted boolean, no_writing text,
  last_seq bigint, last_read_seq bigint, unread bigint, last_at timestamptz, last_message jsonb, people jsonb, topic text
)
language sql
stable
set search_path = ''
as $$
  select * from private.my_threads($1, $2, $3, $4, $5)
$$;

comment on function public.my_threads(uuid, timestamptz, uuid, integer, boolean) is
  'The threads of the caller, the one with the newest message first, or the one of only_thread_id; with only_unread those that count in unread_messages. The next page begins after last_at and thread_id of the last row: before, before_id. unread counts the messages after last_read_seq. no_writing is the reason why the caller may not write, else null. people holds user_id, name, role, left and last_read_seq of everybody. topic is where they tell each other by Realtime who is there and who writes; null where the caller may not. At most 100.';
grant execute on function public.my_threads(uuid, timestamptz, uuid, integer, boolean) to authenticated;


create function private.search_messages(p_query text, p_thread_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer)
returns table (message_id uuid, thread_id uuid, seq bigint, sender_id uuid, body text, sent_at timestamptz)
language plpgsql
stable
security definer -- under policies no index answers @@, which is not leakproof
set search_path = ''
as $$
begin
  return query
  select m.id, m.thread_id, m.seq, m.sender_id, m.body, m.sent_at
  from public.messages m
  join public.thread_participants p on p.thread_id = m.thread_id and p.user_id = any (private.my_account_ids())
  where m.search @@ websearch_to_tsquery('pg_catalog.russian', p_query)
    and m.state = 'sent'
    and (p.left_seq is null or m.seq <= p.left_seq)
    and (p_thread_id is null or m.thread_id = p_thread_id)
    and (p_before is null or (m.sent_at, m.id) < (p_before, p_before_id))
  order by m.sent_at desc, m.id desc
  limit least(greatest(p_limit, 1), 100);
end;
$$;

comment on function private.search_messages(text, uuid, timestamptz, uuid, integer) is 'Body of public.search_messages.';
grant execute on function private.search_messages(text, uuid, timestamptz, uuid, integer) to authenticated;


create function public.search_messages(query text, only_thread_id uuid default null, before timestamptz default null, before_id uuid default null, max_messages integer default 30)
returns table (message_id uuid, thread_id uuid, seq bigint, sender_id uuid, body text, sent_at timestamptz)
language sql
stable
set search_path = ''
as $$
  select * from private.search_messages($1, $2, $3, $4, $5)
$$;

comment on function public.search_messages(text, uuid, timestamptz, uuid, integer) is
  'Messages that the caller may read and that have all words of query, in whatever form, Russian or English; "in quotes", or, -without. The newest first; the next page begins after sent_at and message_id of the last one. At most 100.';
grant execute on function public.search_messages(text, uuid, timestamptz, uuid, integer) to authenticated;


create function private.mute_thread(p_thread_id uuid, p_muted boolean)
returns void
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_me public.thread_participants := private.my_participation(p_thread_id);
begin
  if v_me is null then
    perform private.refuse_thread();
  end if;
  update public.thread_participants p set muted = coalesce(p_muted, true) where p.thread_id = p_thread_id and p.user_id = v_me.user_id;
end;
$$;

comment on function private.mute_thread(uuid, boolean) is 'Body of public.mute_thread.';
grant execute on function private.mute_thread(uuid, boolean) to authenticated;


create function public.mute_thread(thread_id uuid, muted boolean)
returns void
language sql
set search_path = ''
return private.mute_thread(thread_id, muted);

comment on function public.mute_thread(uuid, boolean) is 'Leaves a thread out of the caller''s unread_messages, or counts it again. PT404 unknown thread.';
grant execute on function public.mute_thread(uuid, boolean) to authenticated;
-- end of file: sql/messaging/functions_reading.sql

-- file: sql/messaging/functions_threads.sql
-- messaging: opens threads, adds and removes people.

create function private.direct_thread(p_user_id uuid, p_other_id uuid)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  v_pair      uuid[] := array[least(p_user_id, p_other_id), greatest(p_user_id, p_other_id)];
  v_client_id uuid;
  v_thread_id uuid;
begin
  select c.id into v_client_id from public.clients c where c.user_id = any (v_pair) and c.coach_id = any (v_pair);
  perform private.lock_client_shared(v_client_id);
  insert into public.message_threads (kind, direct_pair, created_by, client_id) values ('direct', v_pair, p_user_id, v_client_id)
  on conflict (direct_pair) do nothing
  returning id into v_thread_id;
  if found then
    insert into public.thread_participants (thread_id, user_id, client_id)
    select v_thread_id, u.id, private.client_of_account(u.id) from unnest(v_pair) u(id);
    return v_thread_id;
  end if;
  return (select t.id from public.message_threads t where t.direct_pair = v_pair);
end;
$$;

comment on function private.direct_thread(uuid, uuid) is 'The direct thread of two accounts, made if there is none.';


create function private.open_direct_thread(p_user_id uuid)
returns uuid
language plpgsql
security definer -- writes threads and participants, which no API role may
set search_path = ''
as $$
declare
  v_me        uuid := (select auth.uid());
  v_thread_id uuid;
begin
  select t.id into v_thread_id from public.message_threads t where t.direct_pair = array[least(v_me, p_user_id), greatest(v_me, p_user_id)];
  if found then
    return v_thread_id;
  end if;
  if p_user_id = any (array_remove(private.my_acquaintance_ids(), v_me)) is not true then
    perform private.refuse('PT404', 'no_such_person', 'No such person', 'Write to your coach, your clients or people of your team.');
  end if;
  return private.direct_thread(v_me, p_user_id);
end;
$$;

comment on function private.open_direct_thread(uuid) is 'Body of public.open_direct_thread.';
grant execute on function private.open_direct_thread(uuid) to authenticated;


create function public.open_direct_thread(user_id uuid)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.open_direct_thread(user_id)
$$;

comment on function public.open_direct_thread(uuid) is
  'The thread of the caller with one other person, and its id; made by the first call. The other one is the caller''s coach, a client with an account, or somebody else whose profile the caller may read. PT404 nobody of these.';
grant execute on function public.open_direct_thread(uuid) to authenticated;


create function private.add_participants(p_thread_id uuid, p_user_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not p_user_ids <@ private.my_acquaintance_ids() then
    perform private.refuse('PT404', 'no_such_person', 'No such person', 'Add your clients with an account, or people of your team.');
  end if;
  insert into public.thread_participants as p (thread_id, user_id, client_id, last_read_seq)
  select t.id, u.id, private.client_of_account(u.id), t.last_seq
  from public.message_threads t, unnest(p_user_ids) u(id)
  where t.id = p_thread_id
  order by u.id
  on conflict (thread_id, user_id) do update
    set left_at = null, left_seq = null, joined_at = now(), last_read_seq = excluded.last_read_seq
    where p.left_at is not null;
  if (select count(*) from public.thread_participants p where p.thread_id = p_thread_id and p.left_at is null) > 200 then
    perform private.refuse('PT409', 'too_many_participants', 'A thread has at most 200 people', 'Remove somebody first.', jsonb_build_object('limit', 200));
  end if;
end;
$$;

comment on function private.add_participants(uuid, uuid[]) is 'Adds acquaintances of the caller to a thread, or adds again who has left. They can read everything that was written before.';


create function private.create_group_thread(p_thread_id uuid, p_title text, p_user_ids uuid[], p_announcement boolean)
returns uuid
language plpgsql
security definer -- writes threads and participants, which no API role may
set search_path = ''
as $$
declare
  v_me    uuid := (select auth.uid());
  v_title text := btrim(regexp_replace(p_title, '\s+', ' ', 'g'));
begin
  if not private.am_coach() then
    perform private.refuse('PT403', 'only_coaches_gather', 'Only coaches open threads of several people', 'Write to your coach.');
  end if;
  if length(v_title) between 1 and 120 is not true then
    perform private.refuse('PT422', 'thread_title', 'A title has 1 to 120 characters', 'Give a shorter one.');
  end if;
  insert into public.message_threads (id, kind, title, created_by)
  values (p_thread_id, case when p_announcement then 'announcement'::public.thread_kind else 'group' end, v_title, v_me)
  on conflict (id) do nothing;
  if not found then
    if exists (select from public.message_threads t where t.id = p_thread_id and t.created_by = v_me) then
      return p_thread_id; -- a repeated request: the first answer may have been lost
    end if;
    perform private.refuse('PT409', 'thread_id_taken', 'There is a thread with this id', 'Choose another UUID.');
  end if;
  insert into public.thread_participants (thread_id, user_id, client_id, role) values (p_thread_id, v_me, private.client_of_account(v_me), 'owner');
  perform private.add_participants(p_thread_id, array_remove(p_user_ids, v_me));
  return p_thread_id;
end;
$$;

comment on function private.create_group_thread(uuid, text, uuid[], boolean) is 'Body of public.create_group_thread.';
grant execute on function private.create_group_thread(uuid, text, uuid[], boolean) to authenticated;


create function public.create_group_thread(thread_id uuid, title text, user_ids uuid[], announcement boolean default false)
returns uuid
language sql
volatile
set search_path = ''
as $$
  select private.create_group_thread(thread_id, title, user_ids, announcement)
$$;

comment on function public.create_group_thread(uuid, text, uuid[], boolean) is
  'Opens a thread of several people and returns its id. thread_id is a UUID of the caller''s choice: a second call with it changes nothing. In an announcement only the caller writes. PT403 the caller is no coach, PT404 somebody is no acquaintance, PT409 more than 200 people, PT422 the title is empty or longer than 120 characters.';
grant execute on function public.create_group_thread(uuid, text, uuid[], boolean) to authenticated;


create function private.lock_group(p_thread_id uuid)
returns public.message_threads
language plpgsql
set search_path = ''
as $$
declare
  v_thread public.message_threads := private.lock_thread(p_thread_id);
begin
  if v_thread.kind = 'direct' then
    perform private.refuse('PT409', 'direct_thread', 'A direct thread has two people', 'Open a thread of several people.');
  end if;
  return v_thread;
end;
$$;

comment on function private.lock_group(uuid) is 'private.lock_thread, for threads whose people change.';


create function private.add_participant(p_thread_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_thread public.message_threads := private.lock_group(p_thread_id);
begin
  if (private.my_participation(p_thread_id)).role <> 'owner' then
    perform private.refuse('PT403', 'only_owner_adds', 'Only its owner adds people', 'Ask the owner of the thread.');
  end if;
  perform private.add_participants(v_thread.id, array[p_user_id]);
end;
$$;

comment on function private.add_participant(uuid, uuid) is 'Body of public.add_participant.';
grant execute on function private.add_participant(uuid, uuid) to authenticated;


create function public.add_participant(thread_id uuid, user_id uuid)
returns void
language sql
set search_path = ''
return private.add_participant(thread_id, user_id);

comment on function public.add_participant(uuid, uuid) is
  'Adds an acquaintance of the caller to a thread of theirs; they can read what was written before. Does nothing where they take part. PT403 the caller is not its owner, PT404 unknown thread or person, PT409 a direct thread, or more than 200 people.';
grant execute on function public.add_participant(uuid, uuid) to authenticated;


create function private.remove_participant(p_thread_id uuid, p_user_id uuid)
returns void
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_thread public.message_threads := private.lock_group(p_thread_id);
  v_mine     public.thread_participants := private.my_participation(p_thread_id);
begin
  if p_user_id <> v_mine.user_id and v_mine.role <> 'owner' then
    perform private.refuse('PT403', 'only_owner_removes', 'Only its owner removes others', 'You can leave it yourself.');
  end if;
  if p_user_id = v_mine.user_id and v_mine.role = 'owner' then
    perform private.refuse('PT409', 'owner_stays', 'The owner of a thread cannot leave it', 'Mute it, or remove the others.');
  end if;
  update public.thread_participants p set left_at = now(), left_seq = v_thread.last_seq
  where p.thread_id = p_thread_id and p.user_id = p_user_id and p.left_at is null;
end;
$$;

comment on function private.remove_participant(uuid, uuid) is 'Body of public.remove_participant.';
grant execute on function private.remove_participant(uuid, uuid) to authenticated;


create function public.remove_participant(thread_id uuid, user_id uuid)
returns void
language sql
set search_path = ''
return private.remove_participant(thread_id, user_id);

comment on function public.remove_participant(uuid, uuid) is
  'Takes somebody out of a thread: its owner any other person, everybody else themselves. From then on they read what was written until then. Does nothing where they do not take part. PT403 the caller is not its owner, PT404 unknown thread, PT409 a direct thread, or its owner.';
grant execute on function public.remove_participant(uuid, uuid) to authenticated;
-- end of file: sql/messaging/functions_threads.sql

-- file: sql/messaging/functions_topics.sql
-- messaging: the topic of Realtime on which the people of a thread see who is there and who writes.

create function private.thread_topic(p_thread public.message_threads)
returns text
language sql
stable
set search_path = ''
return format('thread:%s:%s', p_thread.id, (
  select coalesce(extract(epoch from max(p.left_at)) * 1000000, 0)::bigint from public.thread_participants p where p.thread_id = p_thread.id
));

comment on function private.thread_topic(public.message_threads) is
  'The topic of a thread. It changes when somebody leaves: who has joined before hears nobody there any more, although a hosted Realtime asks the policies again only when a token changes.';


create function private.may_talk_here()
returns boolean
language plpgsql
stable
security definer -- reads threads and participants without their policies
set search_path = ''
as $$
declare
  v_topic  text := realtime.topic();
  v_id     uuid := substring(v_topic from '^thread:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):[0-9]+$');
  v_me     public.thread_participants := private.my_participation(v_id);
  v_thread public.message_threads;
begin
  if v_id is null or v_me is null then
    return false;
  end if;
  select t.* into v_thread from public.message_threads t where t.id = v_id;
  return v_thread.kind <> 'announcement' and v_topic = private.thread_topic(v_thread)
    and private.why_no_writing(v_thread, v_me, private.my_acquaintance_ids()) is null;
end;
$$;

comment on function private.may_talk_here() is 'Whether the topic that Realtime asks about is that of a thread, as it is now, in which the caller may write. Not of an announcement, whose readers do not know each other.';
grant execute on function private.may_talk_here() to authenticated;
-- end of file: sql/messaging/functions_topics.sql

-- file: sql/messaging/triggers.sql
-- messaging: when a coaching ends, neither stays in the threads that the other owns.

create function private.leave_threads()
returns trigger
language plpgsql
security definer -- writes participants, which no API role may
set search_path = ''
as $$
declare
  v_thread public.message_threads;
begin
  for v_thread in
    select t.* from public.message_threads t
    join public.thread_participants o on o.thread_id = t.id and o.role = 'owner'
    join public.thread_participants p on p.thread_id = t.id and p.user_id <> o.user_id and p.left_at is null
    where array[o.user_id, p.user_id] <@ array[old.coach_id, old.user_id] and t.kind <> 'direct'
    order by t.id
    for no key update of t
  loop
    update public.thread_participants p set left_at = now(), left_seq = v_thread.last_seq
    where p.thread_id = v_thread.id and p.role <> 'owner' and p.user_id in (old.coach_id, old.user_id) and p.left_at is null;
  end loop;
  return null;
end;
$$;

comment on function private.leave_threads() is 'Takes a client whose coach has changed out of the coach''s threads, and the coach out of theirs.';

create trigger leave_threads
  after update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id) execute function private.leave_threads();


create trigger check_automated_message
  before insert or update on public.automated_messages
  for each row execute function private.check_automated_message();

create trigger mark_version
  before update of version on public.automated_messages
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name, trigger, after_days, locale, condition, template, quiet_from, quiet_to, is_on on public.automated_messages
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.automated_messages
  for each row execute function private.next_version();


create function private.notify_message()
returns trigger
language plpgsql
security definer -- writes notifications, which no API role may
set search_path = ''
as $$
declare
  v_name text := (
    select coalesce(nullif(p.full_name, ''), (select c.name from public.clients c where c.user_id = p.id), 'Wellio')
    from public.profiles p where p.id = new.sender_id
  );
  v_read record;
begin
  -- Somebody is told once until they have read: the key is what they had read when they were told.
  for v_read in
    select p.last_read_seq as seq, array_agg(p.user_id order by p.user_id) as user_ids
    from public.thread_participants p
    where p.thread_id = new.thread_id and p.left_at is null and not p.muted and p.user_id <> new.sender_id
    group by p.last_read_seq
    order by p.last_read_seq
  loop
    perform private.notify_all(
      v_read.user_ids, 'message_received', jsonb_build_object('name', v_name, 'thread_id', new.thread_id),
      format('message %s after %s', new.thread_id, v_read.seq), p_client_id => new.client_id
    );
  end loop;
  return null;
end;
$$;

comment on function private.notify_message() is 'Tells the others of a message that has been sent, once until they have read.';

create trigger notify_added
  after insert on public.messages
  for each row when (new.state = 'sent' and new.sender_id is not null) execute function private.notify_message();

create trigger notify_finished
  after update of state on public.messages
  for each row when (old.state = 'pending' and new.state = 'sent' and new.sender_id is not null) execute function private.notify_message();
-- end of file: sql/messaging/triggers.sql

-- file: sql/messaging/triggers_announce.sql
-- messaging: tells those who take part in a thread that there is something new in it. It is addressed to persons, so that
-- somebody who has left hears nothing more.

create function private.announce_messages()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('messages', array(
    select p.user_id from public.thread_participants p
    where p.left_at is null and p.thread_id in (select c.thread_id from changed c where c.state = 'sent')
  ));
  return null;
end;
$$;

comment on function private.announce_messages() is 'Announces messages that were sent, edited or deleted to all who take part in the thread.';

create trigger announce_added after insert on public.messages
  referencing new table as changed for each statement execute function private.announce_messages();
create trigger announce_changed after update on public.messages
  referencing new table as changed for each statement execute function private.announce_messages();


create function private.announce_attachments()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
begin
  perform private.announce_to('messages', array(
    select p.user_id from changed c
    join public.messages m on m.id = c.message_id
    join public.thread_participants p on p.thread_id = m.thread_id and p.left_at is null
  ));
  return null;
end;
$$;

comment on function private.announce_attachments() is 'Announces files that have been checked to all who take part in the thread.';

create trigger announce_changed after update on public.message_attachments
  referencing new table as changed for each statement execute function private.announce_attachments();


create function private.announce_participants()
returns trigger
language plpgsql
security definer -- writes messages of Realtime, which no API role may
set search_path = ''
as $$
declare
  v_most constant integer := 20; -- in larger threads nobody waits for one reader
begin
  perform private.announce_to('messages', array(
    select c.user_id from changed c
    union
    select p.user_id from public.thread_participants p
    where p.left_at is null and p.thread_id in (
      select o.thread_id from public.thread_participants o
      where o.thread_id in (select c.thread_id from changed c) and o.left_at is null
      group by o.thread_id having count(*) <= v_most
    )
  ));
  return null;
end;
$$;

comment on function private.announce_participants() is 'Announces who has come, read or left: to themselves, and in threads of at most twenty to all.';

create trigger announce_added after insert on public.thread_participants
  referencing new table as changed for each statement execute function private.announce_participants();
create trigger announce_changed after update on public.thread_participants
  referencing new table as changed for each statement execute function private.announce_participants();
-- end of file: sql/messaging/triggers_announce.sql

-- file: sql/messaging/policies.sql
-- messaging: people read the threads that they take part in; those who have left, what was written until then.

create policy "People read the threads they take part in" on public.message_threads
  for select to authenticated
  using (id = any ((select private.my_open_thread_ids())::uuid[]));


create policy "People read who takes part in their threads" on public.thread_participants
  for select to authenticated
  using (
    thread_id = any ((select private.my_open_thread_ids())::uuid[])
    or user_id = any ((select private.my_account_ids())::uuid[])
  );


create policy "People read messages of their threads until they leave" on public.messages
  for select to authenticated
  using (
    (
      thread_id = any ((select private.my_open_thread_ids())::uuid[])
      and (state = 'sent' or sender_id = any ((select private.my_account_ids())::uuid[]))
    )
    or exists (
      select from public.thread_participants p
      where p.thread_id = messages.thread_id
        and p.user_id = any ((select private.my_account_ids())::uuid[])
        and messages.seq <= p.left_seq
    )
  );


create policy "People read earlier texts of messages they may read" on public.message_edits
  for select to authenticated
  using (exists (select from public.messages m where m.id = message_edits.message_id));


create policy "People read attachments of messages they may read" on public.message_attachments
  for select to authenticated
  using (exists (select from public.messages m where m.id = message_attachments.message_id));


create policy "People load checked files of messages they may read" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'message-attachments'
    and exists (
      select from public.message_attachments a
      join public.messages m on m.id = a.message_id
      where a.path = objects.name and (a.state = 'accepted' or m.sender_id = any ((select private.my_account_ids())::uuid[]))
    )
  );

create policy "People add the files of messages they are sending" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'message-attachments'
    and exists (
      select from public.message_attachments a
      join public.messages m on m.id = a.message_id
      where a.path = objects.name and m.state = 'pending' and m.sender_id = any ((select private.my_account_ids())::uuid[])
    )
  );


create policy "Coaches read their own automated messages" on public.automated_messages
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches keep automated messages for themselves" on public.automated_messages
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own automated messages" on public.automated_messages
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches delete their own automated messages" on public.automated_messages
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read what became of their automated messages" on public.automated_runs
  for select to authenticated
  using (
    client_id = any ((select private.my_coached_client_ids())::uuid[])
    and exists (select from public.automated_messages a where a.id = automated_runs.automated_message_id)
  );
-- end of file: sql/messaging/policies.sql

-- file: sql/messaging/policies_realtime.sql
-- messaging: who may hear and say on the topic of a thread who is there and who writes. Messages themselves come from the database.

create policy "People of a thread hear who is there and who writes" on realtime.messages
  for select to authenticated
  using (extension in ('broadcast', 'presence') and (select private.may_talk_here()));

create policy "People of a thread say that they are there and write" on realtime.messages
  for insert to authenticated
  with check (extension in ('broadcast', 'presence') and (select private.may_talk_here()));
-- end of file: sql/messaging/policies_realtime.sql

-- file: sql/messaging/jobs.sql
-- messaging: sends automated messages. Idempotent, because it is applied again whenever it changes.

select private.add_job('send_automated_messages', '*/10 * * * *', 'select private.send_automated_messages()', 'Automated messages do not go out.');
-- end of file: sql/messaging/jobs.sql

-- people: the baseline, in the words of sql/people.

-- file: sql/people/tables.sql
-- people: accounts, clients and their coaches, and invites.

create type public.profile_role as enum ('coach', 'client');
create type public.locale as enum ('ru', 'en');
create type public.weight_unit as enum ('kg', 'lb');

create table public.profiles (
  id         uuid primary key references auth.users (id) on delete cascade,
  role       public.profile_role not null default 'client',
  full_name  text not null default '' check (length(full_name) <= 200),
  locale     public.locale not null default 'en',
  weight_unit public.weight_unit,
  approves_reports boolean not null default false,
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

comment on table public.profiles is 'One row per account, created at sign-up. The role chooses the screens; what an account may read depends on clients alone.';
comment on column public.profiles.version is 'As in clients.';
comment on column public.profiles.weight_unit is 'The unit in which a coach sees weights; null for kg. A client''s own is in clients.';
comment on column public.profiles.approves_reports is 'A coach''s choice: whether clients see a weekly report only once the coach has sent it. Otherwise it goes by itself.';

alter table public.profiles enable row level security;
grant select, update (full_name, locale, weight_unit, approves_reports, version) on public.profiles to authenticated;
grant select on public.profiles to service_role;


create table public.clients (
  id         uuid primary key default gen_random_uuid(),
  coach_id   uuid default auth.uid() references public.profiles (id) on delete restrict,
  user_id    uuid unique references public.profiles (id) on delete set null,
  name       text not null check (length(btrim(name)) between 1 and 200),
  email      text check (length(email) <= 320 and email like '%_@_%'),
  timezone   text not null default 'UTC',
  locale     public.locale not null default 'en',
  weight_unit public.weight_unit,
  goal_weight_kg numeric check (goal_weight_kg between 30 and 300),
  archived_at timestamptz,
  version    integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint clients_belong_to_somebody check (coach_id is not null or user_id is not null)
);

comment on table public.clients is 'A person coached by a coach. Exists before, and without, an account; the link of coach and client is this row and nothing else.';
comment on column public.clients.coach_id is 'Null once the coaching has ended: the data is the client''s alone, until they accept another coach''s invite.';
comment on column public.clients.user_id is 'The account of the client, set by accepting an invite. An account is at most one client.';
comment on column public.clients.timezone is 'IANA name, for example Europe/Moscow. Decides which day a log belongs to.';
comment on column public.clients.weight_unit is 'The unit in which the client writes and sees weights; null: as they wrote last.';
comment on column public.clients.goal_weight_kg is 'The weight that coach and client have agreed on; null: none.';
comment on column public.clients.version is 'Counts the changes. People send it with an edit, to say which version they have seen; an old one is refused with PT409, a missing one with PT428.';

comment on column public.clients.archived_at is 'Since when the coach keeps the client out of their list; null: in the list. Nothing else changes. The time is the server''s, whatever is sent.';

create index clients_coach_id_id_idx on public.clients (coach_id, id); -- policies read only the ids, in order

alter table public.clients enable row level security;
grant select, insert (name, email, timezone, locale, weight_unit), update (name, email, timezone, locale, weight_unit, goal_weight_kg, archived_at, version) on public.clients to authenticated;
grant select on public.clients to service_role;


create table public.client_invites (
  id          uuid primary key default gen_random_uuid(),
  client_id   uuid not null references public.clients (id) on delete cascade,
  created_by  uuid not null references public.profiles (id) on delete cascade,
  code_hash   bytea not null unique,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null default now() + interval '14 days',
  accepted_at timestamptz,
  accepted_by uuid references public.profiles (id) on delete set null
);

comment on table public.client_invites is 'One-time codes that link an account to a client. Only the SHA-256 of a code is kept; the code itself is shown once.';

create index client_invites_client_id_idx on public.client_invites (client_id);
create index client_invites_created_by_idx on public.client_invites (created_by);
create index client_invites_accepted_by_idx on public.client_invites (accepted_by);

alter table public.client_invites enable row level security;
grant select (id, client_id, created_by, created_at, expires_at, accepted_at, accepted_by) on public.client_invites to authenticated;
grant select on public.client_invites to service_role;
-- end of file: sql/people/tables.sql

-- file: sql/people/tables_rates.sql
-- people: how much somebody has done within the last minute.

create table private.rates (
  account_id uuid not null references public.profiles (id) on delete cascade,
  kind       text not null check (kind in ('requests', 'logs')),
  per_minute integer check (per_minute > 0),
  seconds    timestamptz[] not null default '{}',
  spent      bigint[] not null default '{}',

  primary key (account_id, kind)
);

comment on table private.rates is 'How much an account has done of one kind within the last minute, by the second.';
comment on column private.rates.kind is 'What is counted: requests that may write, or logs.';
comment on column private.rates.spent is 'How much in each of the seconds; a log with several pictures counts as that many.';
comment on column private.rates.per_minute is 'How much this account may do; null for the setting <kind>_per_minute. Below ten logs, a log with ten pictures is always refused and blocks the logs waiting behind it on the device.';

alter table private.rates enable row level security;
-- end of file: sql/people/tables_rates.sql

-- file: sql/people/settings.sql
-- people: how much one person may have and do. Idempotent, because it is applied again whenever it changes.

insert into private.settings (name, value) values ('clients_per_coach', 500) on conflict (name) do nothing;

-- How many requests that may write one person may send within a minute, unless private.rates says otherwise of them.
insert into private.settings (name, value) values ('requests_per_minute', 100) on conflict (name) do nothing;

-- The hook of PostgREST. A hosted project lets its owner set it: https://supabase.com/docs/guides/api/securing-your-api
alter role authenticator set pgrst.db_pre_request = 'private.before_request';
notify pgrst, 'reload config';
-- end of file: sql/people/settings.sql

-- file: sql/people/access.sql
-- people: who may see a client and act for them. No other file compares coach_id or user_id with the caller: how teams
-- share clients is to be added here.

-- The functions that return ids return arrays: an index answers `client_id = any ((select private.my_client_ids())::uuid[])`,
-- while `in (select ...)` would read other people's rows and filter them out. The arrays are sorted because each look-up
-- sorts its keys. The functions are in plpgsql, which keeps their plans.

create function private.my_coached_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where coach_id = v_user order by id);
end;
$$;

comment on function private.my_coached_client_ids() is 'Ids of the clients the caller coaches.';
grant execute on function private.my_coached_client_ids() to authenticated;


create function private.my_own_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where user_id = v_user);
end;
$$;

comment on function private.my_own_client_ids() is 'Id of the client the caller is, if any.';
grant execute on function private.my_own_client_ids() to authenticated;


create function private.my_client_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  -- Not a call of the two functions above, because policies ask for this on every statement.
  return array(select id from public.clients where coach_id = v_user order by id)
    || array(select id from public.clients where user_id = v_user);
end;
$$;

comment on function private.my_client_ids() is 'Ids of the clients the caller coaches or is. Takes no argument, so a policy evaluates it once per statement.';
grant execute on function private.my_client_ids() to authenticated;


create function private.my_acquaintance_ids()
returns uuid[]
language plpgsql
stable
security definer -- reads public.clients without its policies
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
begin
  return array(
    select v_user
    union all
    select user_id from public.clients where coach_id = v_user and user_id is not null
    union all
    select coach_id from public.clients where user_id = v_user and coach_id is not null
  );
end;
$$;

comment on function private.my_acquaintance_ids() is 'Accounts whose profile the caller may read: their own, those of their clients, that of their coach.';
grant execute on function private.my_acquaintance_ids() to authenticated;


create function private.my_account_ids()
returns uuid[]
language sql
stable
set search_path = ''
return array[auth.uid()];

comment on function private.my_account_ids() is 'Accounts whose records the caller may read after the client is gone: their own.';
grant execute on function private.my_account_ids() to authenticated;


create function private.my_topics()
returns text[]
language sql
stable
set search_path = ''
as $$
  select array(
    select 'user:' || id from unnest(private.my_account_ids()) id
    union all
    select 'client:' || id from unnest(private.my_client_ids()) id
  )
$$;

comment on function private.my_topics() is 'Topics of Realtime that the caller may hear: what is for them, and of the clients they coach or are.';
grant execute on function private.my_topics() to authenticated;


create function private.am_coach()
returns boolean
language sql
stable
security definer -- reads public.profiles without its policies
set search_path = ''
return exists (select from public.profiles where id = (select auth.uid()) and role = 'coach');

comment on function private.am_coach() is 'Whether the caller signed up as a coach.';
grant execute on function private.am_coach() to authenticated;


create function private.my_role(p_client public.clients)
returns public.profile_role
language plpgsql
stable
set search_path = ''
as $$
begin
  return case auth.uid() when p_client.user_id then 'client' when p_client.coach_id then 'coach' end;
end;
$$;

comment on function private.my_role(public.clients) is 'Whether the caller is the client or coaches them; null for everybody else. In the condition of a locking select it is asked again once the lock is held. Not for policies: they compare with the ids above.';
grant execute on function private.my_role(public.clients) to authenticated, service_role;


create function private.lock_client_exclusive(p_client_id uuid)
returns void
language sql
set search_path = ''
return pg_advisory_xact_lock(hashtextextended('client ' || p_client_id, 0));

comment on function private.lock_client_exclusive(uuid) is 'Waits for transactions that write about a client, and keeps later ones waiting until this one ends. Call it before locking the row: row locks are not queued fairly, so a stream of writers could hold the row for ever.';


create function private.lock_client_shared(p_client_id uuid)
returns public.clients
language plpgsql
security definer -- a row lock needs the right to change the row, which the functions' key does not have
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if auth.uid() is not null then
    if not exists (select from public.clients c where c.id = p_client_id and private.my_role(c) is not null) then
      return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtextextended('client ' || p_client_id, 0));
  elsif auth.role() is not distinct from 'authenticated' then
    return null; -- a token without a user belongs neither to the functions nor to the owner
  end if;
  select c.* into v_client from public.clients c
  where c.id = p_client_id and (auth.uid() is null or private.my_role(c) is not null)
  for key share;
  return v_client;
end;
$$;

comment on function private.lock_client_shared(uuid) is 'Returns the client and keeps the row until the transaction ends, as a foreign key to it does. Null if the caller cannot see the client. Waits for private.lock_client_exclusive, and therefore sees the result of an erasure or of the end of a coaching.';
grant execute on function private.lock_client_shared(uuid) to authenticated, service_role;


-- A policy of clients cannot use the ids above: they do not yet contain a row that is being inserted.

create policy "Coaches read their clients, clients read themselves" on public.clients
  for select to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()));

create policy "Coaches add clients" on public.clients
  for insert to authenticated
  with check (coach_id = (select auth.uid()) and (select private.am_coach()));

create policy "Coaches and the client keep the client's details up to date" on public.clients
  for update to authenticated
  using (coach_id = (select auth.uid()) or user_id = (select auth.uid()))
  with check (coach_id = (select auth.uid()) or user_id = (select auth.uid()));
-- end of file: sql/people/access.sql

-- file: sql/people/functions.sql
-- people: time zones.

create function private.is_timezone(p_name text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  -- Postgres also takes POSIX rules such as FOO3 or Etc/GMT+99; only names of the IANA form go on to the real look-up.
  if p_name is null or p_name !~ '^(UTC|Etc/GMT(-1[0-4]|\+1[0-2]|[+-][0-9])|[A-Z][A-Za-z_-]+(/[A-Z][A-Za-z_-]+){1,2})$' then
    return false;
  end if;
  perform now() at time zone p_name;
  return true;
exception
  when invalid_parameter_value then
    return false;
end;
$$;

comment on function private.is_timezone(text) is 'Whether a name is an IANA time zone that this server knows.';
grant execute on function private.is_timezone(text) to authenticated, service_role;
-- end of file: sql/people/functions.sql

-- file: sql/people/functions_announce.sql
-- people: tells the screens of coaches and clients that something has changed. Other domains call this in their triggers.

create function private.announce(p_event text, p_client_ids uuid[], p_is_draft boolean default false)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_event text := p_event || case when p_is_draft then ' draft ' else ' ' end;
  v_told  text := coalesce(current_setting('wellio.announced', true), '');
  v_new   uuid[] := '{}';
  v_id    uuid;
begin
  foreach v_id in array p_client_ids loop
    if strpos(v_told, v_event || v_id) = 0 then
      v_told := v_told || v_event || v_id;
      v_new := v_new || v_id;
    end if;
  end loop;
  if v_new = '{}' then
    return;
  end if;
  -- What realtime.send does, for all topics at once. It too turns an error into a warning: a write never fails by this.
  begin
    perform set_config('wellio.announced', v_told, true);
    insert into realtime.messages (topic, event, payload, private, extension)
    select 'client:' || c.id, p_event, jsonb_build_object('client_ids', array[c.id]), true, 'broadcast'
    from public.clients c where c.id = any (v_new) and not p_is_draft
    union all
    select 'user:' || c.coach_id, p_event, jsonb_build_object('client_ids', array_agg(c.id)), true, 'broadcast'
    from public.clients c where c.id = any (v_new) and c.coach_id is not null group by c.coach_id;
  exception
    when others then
      raise warning 'Not announced: %', sqlerrm;
  end;
end;
$$;

comment on function private.announce(text, uuid[], boolean) is
  'Tells those who look at clients that rows of a table, by which the message is named, have changed: on client:<id> and on user:<id> of the coach; of a draft on the latter alone. It holds ids only: who hears it loads what they may read. Once a transaction, for screens load what there is at its end. Called as the owner: no API role may write messages.';


create function private.announce_to(p_event text, p_user_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into realtime.messages (topic, event, payload, private, extension)
  select distinct 'user:' || id, p_event, '{}'::jsonb, true, 'broadcast' from unnest(p_user_ids) id where id is not null;
exception
  when others then
    raise warning 'Not announced: %', sqlerrm;
end;
$$;

comment on function private.announce_to(text, uuid[]) is
  'Tells accounts, on user:<id>, that what is theirs alone has changed. Otherwise as private.announce.';
-- end of file: sql/people/functions_announce.sql

-- file: sql/people/functions_invites.sql
-- people: links an account to a client.

create function private.hash_invite_code(p_code text)
returns bytea
language sql
immutable
set search_path = ''
return sha256(convert_to(upper(regexp_replace(p_code, '[^0-9A-Za-z]', '', 'g')), 'utf8'));

comment on function private.hash_invite_code(text) is 'The stored form of an invite code. Case, spaces and dashes do not count.';


create function private.invite_client(p_client_id uuid)
returns table (code text, expires_at timestamptz)
language plpgsql
security definer -- writes client_invites, which no API role may
set search_path = ''
as $$
declare
  v_alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; -- Crockford base 32: 12 letters are 60 bits, see public.preview_invite
  v_bytes bytea := extensions.gen_random_bytes(12);
  v_code  text := '';
begin
  if not exists (
    select from public.clients c where c.id = p_client_id and private.my_role(c) = 'coach' for update
  ) then
    perform private.refuse('PT404', 'no_such_client', 'No such client', 'Invite one of your own clients.');
  end if;
  if exists (select from public.clients c where c.id = p_client_id and c.user_id is not null) then
    perform private.refuse('PT409', 'client_has_account', 'This client already has an account', 'Nothing needs to be done: they can sign in.');
  end if;

  for i in 0..11 loop
    v_code := v_code || substr(v_alphabet, get_byte(v_bytes, i) % 32 + 1, 1);
  end loop;

  -- A new code replaces open ones, so that a code sent to the wrong person can be withdrawn.
  delete from public.client_invites i where i.client_id = p_client_id and i.accepted_at is null;

  return query
  insert into public.client_invites as i (client_id, created_by, code_hash)
  values (p_client_id, (select auth.uid()), private.hash_invite_code(v_code))
  returning substr(v_code, 1, 4) || '-' || substr(v_code, 5, 4) || '-' || substr(v_code, 9, 4), i.expires_at;
end;
$$;

comment on function private.invite_client(uuid) is 'Body of public.invite_client.';
grant execute on function private.invite_client(uuid) to authenticated;


create function public.invite_client(client_id uuid)
returns table (code text, expires_at timestamptz)
language sql
set search_path = ''
as $$
  select * from private.invite_client(client_id)
$$;

comment on function public.invite_client(uuid) is 'Makes a one-time code, valid for 14 days, with which a client links their account. Shown once; replaces codes still open. Coach only. PT404 unknown client, PT409 already linked.';
grant execute on function public.invite_client(uuid) to authenticated;


create function private.has_records(p_client_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  v_table  regclass;
  v_column name;
  v_found  boolean;
begin
  -- The tables belong to later domains, so they are found by their foreign keys.
  for v_table, v_column in
    select k.conrelid::regclass, a.attname
    from pg_catalog.pg_constraint k
    join pg_catalog.pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
    where k.contype = 'f' and k.confrelid = 'public.clients'::regclass and k.conrelid <> 'public.client_invites'::regclass
  loop
    execute format('select exists (select from %s where %I = $1)', v_table, v_column) into v_found using p_client_id;
    if v_found then
      return true;
    end if;
  end loop;
  return false;
end;
$$;

comment on function private.has_records(uuid) is 'Whether any table other than client_invites has a row about a client. A picture without a log does not count.';


create function private.refuse_closed_invite(p_invite public.client_invites)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if p_invite.id is null then
    perform private.refuse('PT404', 'invite_unknown', 'This invite code is not known', 'Check the code, or ask your coach for a new one.');
  end if;
  if p_invite.accepted_at is not null then
    perform private.refuse('PT410', 'invite_used', 'This invite code has been used', 'If it was you, sign in. Otherwise ask your coach for a new one.');
  end if;
  if p_invite.expires_at <= now() then
    perform private.refuse('PT410', 'invite_expired', 'This invite code has expired', 'Ask your coach for a new one.');
  end if;
end;
$$;

comment on function private.refuse_closed_invite(public.client_invites) is 'Refuses an invite that is unknown, used or expired.';


create function private.preview_invite(p_code text)
returns table (coach_name text, expires_at timestamptz)
language plpgsql
volatile -- refuses
security definer -- whoever asks is not signed in, and nobody reads the invites of others
set search_path = ''
as $$
declare
  v_invite public.client_invites;
begin
  select * into v_invite from public.client_invites i where i.code_hash = private.hash_invite_code(p_code);
  perform private.refuse_closed_invite(v_invite);
  return query
  select p.full_name, v_invite.expires_at
  from public.clients c
  join public.profiles p on p.id = c.coach_id
  where c.id = v_invite.client_id;
end;
$$;

comment on function private.preview_invite(text) is 'Body of public.preview_invite.';
grant execute on function private.preview_invite(text) to anon, authenticated;


create function public.preview_invite(code text)
returns table (coach_name text, expires_at timestamptz)
language sql
volatile
set search_path = ''
as $$
  select * from private.preview_invite(code)
$$;

comment on function public.preview_invite(text) is 'Who invites with a code, before signing up: the name that the coach gave themselves, and nothing else. It is open to those not signed in, and needs no limit of tries, because a code has 60 random bits and lives for 14 days: with a million open codes, a thousand guesses a second find one in 35 years. Every wrong code gets the same answer. PT404 unknown, PT410 used or expired.';
grant execute on function public.preview_invite(text) to anon, authenticated;


create function private.accept_invite(p_code text)
returns uuid
language plpgsql
security definer -- links an account to a client the caller cannot see yet
set search_path = ''
as $$
declare
  v_user   uuid := (select auth.uid());
  v_invite public.client_invites;
  v_client public.clients;
  v_own    public.clients;
begin
  -- Locks the client before the invite, in the order of private.invite_client, so that the two cannot deadlock.
  select c.* into v_client
  from public.client_invites i
  join public.clients c on c.id = i.client_id
  where i.code_hash = private.hash_invite_code(p_code)
  for update of c;

  select * into v_invite from public.client_invites where code_hash = private.hash_invite_code(p_code) for update;
  if v_invite.accepted_by = v_user then
    return v_invite.client_id; -- a repeated request: the first answer may have been lost
  end if;
  perform private.refuse_closed_invite(v_invite);

  if private.my_role(v_client) = 'coach' then
    perform private.refuse('PT409', 'own_invite', 'This is your own invite', 'Sign in as the client to accept it.');
  end if;
  if v_client.user_id is not null then
    perform private.refuse('PT409', 'invite_taken', 'This client already has an account', 'Ask your coach which account it is.');
  end if;

  select c.* into v_own from public.clients c
  where c.id = any (private.my_own_client_ids()) and c.coach_id is null
  for update;
  if found then -- the caller's coaching has ended: the new coach takes over the row with its history
    if private.has_records(v_client.id) then
      perform private.refuse(
        'PT409', 'invite_has_records', 'Your new coach has already written something under this invite',
        'Ask them to add you as a new client, and to invite you before they write anything.'
      );
    end if;
    update public.clients set coach_id = v_client.coach_id where id = v_own.id;
    update public.client_invites set client_id = v_own.id, accepted_at = now(), accepted_by = v_user where id = v_invite.id;
    delete from public.clients where id = v_client.id;
    return v_own.id;
  end if;

  begin
    update public.clients set user_id = v_user where id = v_invite.client_id;
  exception
    when unique_violation then -- an account is at most one client, even if two codes are accepted at once
      perform private.refuse('PT409', 'already_coached', 'You already have a coach', 'End the coaching first, or sign up with another e-mail.');
  end;
  update public.client_invites set accepted_at = now(), accepted_by = v_user where id = v_invite.id;
  return v_invite.client_id;
end;
$$;

comment on function private.accept_invite(text) is 'Body of public.accept_invite.';
grant execute on function private.accept_invite(text) to authenticated;


create function public.accept_invite(code text)
returns uuid
language sql
set search_path = ''
return private.accept_invite(code);

comment on function public.accept_invite(text) is 'Links the caller''s account to the client the code was made for and returns the client id. A client without a coach keeps their row and history, which the inviting coach can then see. PT404 unknown, PT410 used or expired, PT409 already linked.';
grant execute on function public.accept_invite(text) to authenticated;
-- end of file: sql/people/functions_invites.sql

-- file: sql/people/functions_rates.sql
-- people: limits how much one person may do within any minute.

create function private.rate_limit(p_account_id uuid, p_kind text)
returns integer
language plpgsql -- keeps its plan, unlike sql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (select r.per_minute from private.rates r where r.account_id = p_account_id and r.kind = p_kind),
    (select s.value from private.settings s where s.name = p_kind || '_per_minute'),
    case p_kind when 'logs' then 60 else 100 end
  );
end;
$$;

comment on function private.rate_limit(uuid, text) is 'How much of one kind an account may do within 60 s.';


create function private.spend_rate(p_account_id uuid, p_kind text, p_amount bigint, p_now timestamptz default null)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_rate    private.rates;
  v_limit   integer := private.rate_limit(p_account_id, p_kind);
  v_now     timestamptz;
  v_seconds timestamptz[];
  v_spent   bigint[];
  v_excess  bigint;
  v_wait    integer;
begin
  -- The row stays locked until the transaction ends, so concurrent requests wait and are counted after it.
  select * into v_rate from private.rates where account_id = p_account_id and kind = p_kind for update;
  if not found then
    insert into private.rates (account_id, kind)
    select p.id, p_kind from public.profiles p where p.id = p_account_id
    on conflict do nothing;
    select * into v_rate from private.rates where account_id = p_account_id and kind = p_kind for update;
    if not found then
      return null; -- a token that outlives its account: row-level security shows it nothing
    end if;
  end if;
  v_now := coalesce(p_now, clock_timestamp());

  -- A second counts until its end is a minute ago.
  select array_agg(s.second order by s.second), array_agg(s.amount order by s.second), sum(s.amount) - v_limit
  into v_seconds, v_spent, v_excess
  from (
    select t.second, sum(t.amount)::bigint as amount
    from unnest(v_rate.seconds || date_trunc('second', v_now), v_rate.spent || p_amount) as t(second, amount)
    where t.second > v_now - interval '61 seconds'
    group by t.second
  ) s;

  if v_excess > 0 then
    select ceil(extract(epoch from min(f.second) + interval '61 seconds' - v_now)) into v_wait
    from (
      select t.second, sum(t.amount) over (order by t.second) as freed from unnest(v_seconds, v_spent) as t(second, amount)
    ) f
    where f.freed >= v_excess;
    return v_wait;
  end if;
  update private.rates set seconds = v_seconds, spent = v_spent where account_id = p_account_id and kind = p_kind;
  return null;
end;
$$;

comment on function private.spend_rate(uuid, text, bigint, timestamptz) is
  'Counts an amount, or returns after how many seconds there is room for it, and then counts nothing. Expects at most a minute''s amount. p_now is the current time, by default that of the clock once the row is locked.';


create function private.before_request()
returns void
language plpgsql
security definer -- the counters are closed to API roles
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_wait integer;
begin
  if v_user is null or current_setting('transaction_read_only') = 'on' then
    return; -- the secret key; or a read, which can count nothing
  end if;
  v_wait := private.spend_rate(v_user, 'requests', 1);
  if v_wait is not null then
    perform private.refuse(
      'PT429', 'too_many_requests', 'Too many requests within a minute', format('Try again in %s s.', v_wait),
      jsonb_build_object('limit', private.rate_limit(v_user, 'requests'), 'seconds', v_wait), v_wait
    );
  end if;
end;
$$;

comment on function private.before_request() is
  'PostgREST calls it at the start of each request. Refuses writes and calls of one person beyond requests_per_minute within any 60 s, as PT429 with Retry-After. Reads run in read-only transactions and are not counted; nor are requests that are refused.';
grant execute on function private.before_request() to anon, authenticated, service_role;
-- end of file: sql/people/functions_rates.sql

-- file: sql/people/functions_role.sql
-- people: somebody who chose the wrong role at sign-up takes the other one.

create function private.change_role(p_role public.profile_role)
returns void
language plpgsql
security definer -- sets the role, which no API role may
set search_path = ''
as $$
declare
  v_user uuid := (select auth.uid());
begin
  if p_role is null then
    perform private.refuse('PT422', 'role', 'A role is missing', 'Give coach or client.');
  end if;
  perform from public.profiles p where p.id = v_user for no key update; -- adding a client waits for this, see limit_clients
  if p_role = 'client' and private.my_coached_client_ids() <> '{}' then
    perform private.refuse('PT409', 'role_has_clients', 'You have clients', 'End their coaching, or erase those without an account, first.');
  end if;
  if p_role = 'coach' and private.my_own_client_ids() <> '{}' then
    perform private.refuse('PT409', 'role_has_diary', 'You have a diary as a client', 'Sign up as a coach with another e-mail, or erase the diary first.');
  end if;
  update public.profiles p set role = p_role where p.id = v_user;
end;
$$;

comment on function private.change_role(public.profile_role) is 'Body of public.change_role.';
grant execute on function private.change_role(public.profile_role) to authenticated;


create function public.change_role(role public.profile_role)
returns void
language sql
volatile
set search_path = ''
as $$
  select private.change_role(role)
$$;

comment on function public.change_role(public.profile_role) is 'Makes a coach of a client, or a client of a coach, as long as nobody depends on it. PT409 the caller has clients, or a diary as a client.';
grant execute on function public.change_role(public.profile_role) to authenticated;
-- end of file: sql/people/functions_role.sql

-- file: sql/people/triggers.sql
-- people: creates the profile of an account and validates clients, before constraints and policies, which give no
-- reason.

create function private.make_profile()
returns trigger
language plpgsql
security definer -- runs as the auth service, which cannot write public.profiles
set search_path = ''
as $$
begin
  insert into public.profiles (id, role, full_name, locale)
  values (
    new.id,
    case when new.raw_user_meta_data ->> 'role' = 'coach' then 'coach' else 'client' end::public.profile_role,
    left(btrim(coalesce(new.raw_user_meta_data ->> 'full_name', '')), 200),
    case when new.raw_user_meta_data ->> 'locale' = 'ru' then 'ru' else 'en' end::public.locale
  );
  return new;
end;
$$;

comment on function private.make_profile() is 'Creates the profile of a new account. What a person claims at sign-up gives no access to anybody''s data.';

create trigger make_profile
  after insert on auth.users
  for each row execute function private.make_profile();


create function private.check_profile()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.full_name is null or length(new.full_name) > 200 then
    perform private.refuse('PT422', 'full_name', 'A name has at most 200 characters', 'Give a shorter one; it may be empty.');
  end if;
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  return new;
end;
$$;

comment on function private.check_profile() is 'Refuses a name that is too long and a missing language.';

create trigger check_profile
  before update of full_name, locale on public.profiles
  for each row execute function private.check_profile();

create trigger mark_version
  before update of version on public.profiles
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of full_name, locale, weight_unit, approves_reports on public.profiles
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.profiles
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.profiles
  for each row execute function private.touch_updated_at();


create function private.check_client()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if tg_op = 'INSERT' and (select auth.uid()) is not null and not private.am_coach() then
    perform private.refuse(
      'PT403', 'only_coaches_add_clients', 'Only coaches add clients',
      'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.'
    );
  end if;
  if length(btrim(new.name)) between 1 and 200 is not true then
    perform private.refuse('PT422', 'client_name', 'A client needs a name', 'Give a name of 1 to 200 characters.');
  end if;
  if new.email not like '%_@_%' or length(new.email) > 320 then
    perform private.refuse('PT422', 'email', 'This is not an e-mail address', 'Give one like anna@example.com, or null.');
  end if;
  if new.locale is null then
    perform private.refuse('PT422', 'locale', 'A language is missing', 'Give a locale, ru or en.');
  end if;
  if new.goal_weight_kg not between 30 and 300 then
    perform private.refuse('PT422', 'goal_weight', 'A goal weight lies between 30 and 300 kg', 'Give goal_weight_kg in kilograms, or null.');
  end if;
  if not private.is_timezone(new.timezone) then
    perform private.refuse(
      'PT422', 'timezone', format('%s is not a time zone', coalesce(to_json(left(new.timezone, 60))::text, 'null')),
      'Use an IANA name such as Europe/Moscow or America/New_York.', jsonb_build_object('timezone', coalesce(to_json(left(new.timezone, 60))::text, 'null'))
    );
  end if;
  return new;
end;
$$;

comment on function private.check_client() is 'Refuses a client whom anybody but a coach adds, and a client without a name or with a wrong e-mail or time zone.';

create trigger check_client
  before insert or update of name, email, timezone, locale, goal_weight_kg on public.clients
  for each row execute function private.check_client();


create function private.archive_client()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.coach_id is distinct from old.coach_id or new.user_id is distinct from old.user_id then
    new.archived_at := null; -- something begins: it must be seen
  elsif (new.archived_at is null) is distinct from (old.archived_at is null) then
    if (select auth.uid()) is not null and private.my_role(new) is distinct from 'coach' then
      perform private.refuse('PT403', 'only_coaches_archive', 'Only the coach archives a client', 'To stop working with your coach, end the coaching.');
    end if;
    new.archived_at := case when new.archived_at is not null then now() end;
  else
    new.archived_at := old.archived_at;
  end if;
  return new;
end;
$$;

comment on function private.archive_client() is 'Lets only the coach archive a client, at the server''s time. A client who joins or changes the coach is in the list again.';

create trigger archive_client
  before update of coach_id, user_id, archived_at on public.clients
  for each row execute function private.archive_client();

-- Triggers run in the order of their names.
create trigger mark_version
  before update of version on public.clients
  for each row execute function private.mark_version();

create trigger mark_version_missing
  before update of name, email, timezone, locale, weight_unit, goal_weight_kg, archived_at on public.clients
  for each row when (new.version = old.version and current_user = 'authenticated')
  execute function private.refuse_missing_version();

create trigger next_version
  before update on public.clients
  for each row execute function private.next_version();

create trigger touch_updated_at
  before update on public.clients
  for each row when (old.* is distinct from new.*) execute function private.touch_updated_at();


create function private.limit_clients()
returns trigger
language plpgsql
security definer -- locks profiles and reads settings, closed to API roles
set search_path = ''
as $$
declare
  v_limit integer := coalesce((select value from private.settings where name = 'clients_per_coach'), 500);
begin
  -- Concurrent inserts for the same coach wait here and are counted afterwards.
  perform from public.profiles p
  where p.id in (select a.coach_id from added a)
  order by p.id
  for no key update;

  -- Asked again, because the role may have changed while this waited.
  if (select auth.uid()) is not null and not private.am_coach() then
    perform private.refuse(
      'PT403', 'only_coaches_add_clients', 'Only coaches add clients', 'Sign up as a coach with another e-mail; as a client, accept your coach''s invite.'
    );
  end if;

  if exists (
    select from public.clients c
    where c.coach_id in (select a.coach_id from added a)
    group by c.coach_id
    having count(*) > v_limit
  ) then
    perform private.refuse(
      'PT409', 'too_many_clients', format('A coach has at most %s clients', v_limit),
      'End the coaching of some clients or erase them, or ask the operator to raise the limit.', jsonb_build_object('limit', v_limit)
    );
  end if;
  return null;
end;
$$;

comment on function private.limit_clients() is 'Refuses clients beyond clients_per_coach, as PT409, and those of somebody who is no coach any more. Accepting an invite never adds a client: a client with a history replaces the row that the invite was for.';

create trigger limit_clients
  after insert on public.clients
  referencing new table as added
  for each statement execute function private.limit_clients();
-- end of file: sql/people/triggers.sql

-- file: sql/people/triggers_announce.sql
-- people: tells the screens that clients have changed.

create function private.announce_clients()
returns trigger
language plpgsql
security definer -- realtime.send writes as its caller, and no API role may write messages
set search_path = ''
as $$
begin
  perform private.announce('clients', array(select n.id from changed n));
  return null;
end;
$$;

comment on function private.announce_clients() is 'Announces added and changed clients.';

create trigger announce_added
  after insert on public.clients
  referencing new table as changed
  for each statement execute function private.announce_clients();

create trigger announce_changed
  after update on public.clients
  referencing new table as changed
  for each statement execute function private.announce_clients();


create function private.announce_lost_client()
returns trigger
language plpgsql
security definer -- realtime.send writes as its caller, and no API role may write messages
set search_path = ''
as $$
begin
  perform realtime.send(jsonb_build_object('client_ids', jsonb_build_array(old.id)), 'clients', 'user:' || old.coach_id);
  return null;
end;
$$;

comment on function private.announce_lost_client() is 'Tells the coach of a client who is theirs no more, or is erased.';

create trigger announce_left
  after update of coach_id on public.clients
  for each row when (old.coach_id is distinct from new.coach_id and old.coach_id is not null)
  execute function private.announce_lost_client();

create trigger announce_deleted
  after delete on public.clients
  for each row when (old.coach_id is not null)
  execute function private.announce_lost_client();
-- end of file: sql/people/triggers_announce.sql

-- file: sql/people/policies.sql
-- people: who may do what. One permissive policy per table and verb; those of clients are in access.sql.

create policy "People read their own profile, their clients' and their coach's" on public.profiles
  for select to authenticated
  using (id = any ((select private.my_acquaintance_ids())::uuid[]));

create policy "People edit their own profile" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));


create policy "Coaches read the invites of their clients" on public.client_invites
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Nobody reads rates through the API" on private.rates
  for select to authenticated
  using (false);
-- end of file: sql/people/policies.sql

-- file: sql/people/policies_realtime.sql
-- people: who may hear which topic of Realtime. Nobody may send: what is heard comes from the database.
-- A domain with topics of its own adds a policy of its own. They have no comments, because on a hosted project the table
-- is not ours.

create policy "People hear what is for them, and of clients they see" on realtime.messages
  for select to authenticated
  using (extension = 'broadcast' and (select realtime.topic()) = any ((select private.my_topics())::text[]));
-- end of file: sql/people/policies_realtime.sql

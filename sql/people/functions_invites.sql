-- people: links an account to a client.

create function private.hash_invite_code(p_code text)
returns bytea
language sql
immutable
set search_path = ''
return sha256(convert_to(upper(regexp_replace(p_code, '[^0-9A-Za-z]', '', 'g')), 'utf8'));

comment on function private.hash_invite_code(text) is 'The stored form of an invite code. Case, spaces and dashes do not count.';


create function private.new_invite_code()
returns text
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_alphabet constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ'; -- Crockford base 32: 12 letters are 60 bits, see public.preview_invite
  v_bytes bytea := extensions.gen_random_bytes(12);
  v_code  text := '';
begin
  for i in 0..11 loop
    v_code := v_code || substr(v_alphabet, get_byte(v_bytes, i) % 32 + 1, 1) || case when i in (3, 7) then '-' else '' end;
  end loop;
  return v_code;
end;
$$;

comment on function private.new_invite_code() is 'A random invite code, in three groups of four.';


create function private.invite_client(p_client_id uuid)
returns table (code text, expires_at timestamptz)
language plpgsql
security definer -- writes client_invites, which no API role may
set search_path = ''
as $$
declare
  v_code text := private.new_invite_code();
begin
  if not exists (
    select from public.clients c where c.id = p_client_id and private.am_coach_of(c) for update
  ) then
    perform private.refuse('PT404', 'no_such_client', 'No such client', 'Invite one of your own clients.');
  end if;
  if exists (select from public.clients c where c.id = p_client_id and c.user_id is not null) then
    perform private.refuse('PT409', 'client_has_account', 'This client already has an account', 'Nothing needs to be done: they can sign in.');
  end if;

  -- A new code replaces open ones, so that a code sent to the wrong person can be withdrawn.
  delete from public.client_invites i where i.client_id = p_client_id and i.accepted_at is null;

  return query
  insert into public.client_invites as i (client_id, created_by, code_hash)
  values (p_client_id, (select auth.uid()), private.hash_invite_code(v_code))
  returning v_code, i.expires_at;
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

comment on function public.invite_client(uuid) is 'Makes a one-time code, valid for 14 days, with which a client links their account. Shown once; replaces codes still open. Only the client''s own coach may call it. PT404 unknown client, PT409 already linked.';
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
    where k.contype = 'f' and k.confrelid = 'public.clients'::regclass
      and k.conrelid <> all ('{public.client_invites,public.client_shares}'::regclass[])
  loop
    execute format('select exists (select from %s where %I = $1)', v_table, v_column) into v_found using p_client_id;
    if v_found then
      return true;
    end if;
  end loop;
  return false;
end;
$$;

comment on function private.has_records(uuid) is 'Whether any table other than client_invites and client_shares has a row about a client. A picture without a log does not count.';


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
  v_coach  uuid;
begin
  loop
    -- The end of a membership waits, or this waits for it: who is coached by somebody has the team that they have then.
    select c.coach_id into v_coach
    from public.client_invites i
    join public.clients c on c.id = i.client_id
    where i.code_hash = private.hash_invite_code(p_code);
    perform from public.profiles p where p.id = v_coach for no key update;
    -- Locks the client before the invite, in the order of private.invite_client, so that the two cannot deadlock.
    select c.* into v_client
    from public.client_invites i
    join public.clients c on c.id = i.client_id
    where i.code_hash = private.hash_invite_code(p_code)
    for update of c;
    exit when v_client.coach_id is not distinct from v_coach; -- else somebody has taken over meanwhile
  end loop;

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

-- privacy: erases a client without an account (rows at once, files by a cloud function) and deletes the caller's account.

create function private.lock_records(p_client_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform private.lock_client_exclusive(p_client_id);
  -- In the order of the workers' functions (messages, then what they are about, the client last), so that an erasure
  -- and a reading under way wait for each other and do not deadlock.
  perform private.lock_messages(p_client_id);
  perform from public.logs l where l.client_id = p_client_id order by l.id for update;
  perform from public.plans p where p.client_id = p_client_id order by p.id for update; -- a changed plan locks reports
  perform from public.weekly_reports r where r.client_id = p_client_id order by r.id for update;
  perform from public.clients c where c.id = p_client_id for update;
end;
$$;

comment on function private.lock_records(uuid) is 'Waits for transactions that read or write about a client, and keeps others from beginning, until the transaction ends.';


create function private.plain_name(p_name text)
returns text
language sql
immutable
set search_path = ''
return lower(btrim(regexp_replace(p_name, '\s+', ' ', 'g')));

comment on function private.plain_name(text) is 'A name in the form that is compared, without case and extra spaces.';


create function private.erase_client(p_client_id uuid, p_confirm_name text)
returns table (erased_at timestamptz, files integer, files_erased_at timestamptz)
language plpgsql
security definer -- deletes clients and messages, which no API role may
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  if p_client_id = any (private.my_client_ids()) then
    perform private.lock_records(p_client_id);
  end if;
  -- Read once the lock is held, because the coaching may have ended or an invite been accepted while this call waited.
  select c.* into v_client from public.clients c where c.id = p_client_id and (private.am_coach_of(c) or private.my_role(c) = 'client');
  if found then
    if private.my_role(v_client) = 'client' then
      perform private.refuse(
        'PT409', 'erasure_on_request', 'You are erased some days after you ask for it', 'Call request_erasure; until then it can be cancelled.'
      );
    end if;
    if v_client.user_id is not null then
      perform private.refuse(
        'PT409', 'client_owns_data', 'This client has an account, so only they can erase their data',
        'End the coaching, or archive the client.'
      );
    end if;
    if private.plain_name(p_confirm_name) is distinct from private.plain_name(v_client.name) then
      perform private.refuse('PT422', 'client_name_differs', 'This is not the client''s name', 'Give the name exactly as it is stored.');
    end if;
    delete from public.clients c where c.id = p_client_id;
  end if;

  -- The answer is read from the record, so that a repeated request gets the same one.
  return query
  select e.at, e.files, (
    select max(f.at) from public.audit_entries f where f.client_id = p_client_id and f.action = 'files_erased'
  )
  from public.audit_entries e
  where e.client_id = p_client_id and e.action = 'erased' and array[e.coach_id, e.user_id] && private.my_account_ids();
  if not found then
    perform private.refuse_client();
  end if;
end;
$$;

comment on function private.erase_client(uuid, text) is 'Body of public.erase_client.';
grant execute on function private.erase_client(uuid, text) to authenticated;


create function public.erase_client(client_id uuid, confirm_name text)
returns table (erased_at timestamptz, files integer, files_erased_at timestamptz)
language sql
set search_path = ''
as $$
  select * from private.erase_client(client_id, confirm_name)
$$;

comment on function public.erase_client(uuid, text) is 'Deletes everything about a client without an account, by their own coach: rows and messages at once, files within a minute or so (files_erased_at tells when). confirm_name is the client''s name. Cannot be undone; a second call tells when it was done. PT404 unknown client, PT409 the client has an account and calls request_erasure themselves, PT422 another name.';
grant execute on function public.erase_client(uuid, text) to authenticated;


create function private.remove_account(p_user_id uuid)
returns void
language sql
volatile
set search_path = ''
as $$
  insert into public.audit_entries (action, actor_id, user_id) values ('account_deleted', auth.uid(), p_user_id);
  delete from auth.users u where u.id = p_user_id;
$$;

comment on function private.remove_account(uuid) is 'Deletes an account and records it; the sessions and the profile go with it.';


create function private.delete_account(p_confirm_email text)
returns void
language plpgsql
security definer -- deletes from auth.users; the sessions and the profile go with the row
set search_path = ''
as $$
declare
  v_user  uuid := (select auth.uid());
  v_email text;
begin
  select u.email into v_email from auth.users u where u.id = v_user for update;
  if not found then
    return; -- a repeated request: the first answer may have been lost
  end if;
  if lower(btrim(p_confirm_email)) is distinct from lower(v_email) then
    perform private.refuse('PT422', 'account_email_differs', 'This is not the e-mail of your account', 'Give the e-mail you sign in with.');
  end if;
  if private.my_own_client_ids() <> '{}' then
    perform private.refuse('PT409', 'account_has_data', 'Your account still holds your own data as a client', 'Ask for the erasure of both with request_erasure.');
  end if;
  if private.have_clients() then
    perform private.refuse('PT409', 'account_has_clients', 'Your account still has clients', 'End their coaching, or erase those without an account, first.');
  end if;
  if private.my_managed_team_ids() <> '{}' then
    perform private.refuse('PT409', 'account_has_team', 'Your account still manages a team', 'Leave the team first.');
  end if;
  perform private.remove_account(v_user);
end;
$$;

comment on function private.delete_account(text) is 'Body of public.delete_account.';
grant execute on function private.delete_account(text) to authenticated;


create function public.delete_account(confirm_email text)
returns void
language sql
set search_path = ''
return private.delete_account(confirm_email);

comment on function public.delete_account(text) is 'Deletes the caller''s own account, once no client depends on it. Nobody can then sign in with it or renew a session, and a token that is still valid sees nothing. PT409 there is a client to erase or let go, or a team to leave, first. PT422 another e-mail.';
grant execute on function public.delete_account(text) to authenticated;

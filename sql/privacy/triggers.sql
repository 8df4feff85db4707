-- privacy: records changes of access to a client, and erases the files of a deleted client.

create function private.audit_client()
returns trigger
language plpgsql
security definer -- writes the record, which no API role may
set search_path = ''
as $$
declare
  v_actor uuid := (select auth.uid());
begin
  if old.coach_id is distinct from new.coach_id then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    select a.action::public.audit_action, new.id, v_actor, a.coach_id, coalesce(new.user_id, old.user_id)
    from (values (1, 'coaching_ended', old.coach_id), (2, 'coaching_began', new.coach_id)) a (n, action, coach_id)
    where a.coach_id is not null
    order by a.n;
  end if;
  if old.user_id is distinct from new.user_id then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    select a.action::public.audit_action, new.id, v_actor, new.coach_id, a.user_id
    from (values (1, 'account_unlinked', old.user_id), (2, 'account_linked', new.user_id)) a (n, action, user_id)
    where a.user_id is not null
    order by a.n;
  end if;
  if (old.archived_at is null) <> (new.archived_at is null) then
    insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
    values (
      case when new.archived_at is null then 'unarchived' else 'archived' end::public.audit_action,
      new.id, v_actor, new.coach_id, new.user_id
    );
  end if;
  return null;
end;
$$;

comment on function private.audit_client() is 'Records who coaches a client, which account is theirs, and whether they are archived, whenever that changes.';

create trigger audit_client
  after update of coach_id, user_id, archived_at on public.clients
  for each row execute function private.audit_client();


create function private.audit_share()
returns trigger
language plpgsql
security definer -- writes the record, which no API role may
set search_path = ''
as $$
declare
  v_share public.client_shares := coalesce(new, old);
begin
  insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id)
  select case when tg_op = 'INSERT' then 'sharing_began' else 'sharing_ended' end::public.audit_action,
    c.id, (select auth.uid()), v_share.user_id, c.user_id
  from public.clients c where c.id = v_share.client_id; -- none: the client is being erased, and that is recorded
  return null;
end;
$$;

comment on function private.audit_share() is 'Records with whom a client is shared, whenever that changes.';

create trigger audit_share
  after insert or delete on public.client_shares
  for each row execute function private.audit_share();


create function private.queue_erasure()
returns trigger
language plpgsql
security definer -- writes the record and pgmq, and reads storage
set search_path = ''
as $$
begin
  insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id, files)
  select 'erased', old.id, (select auth.uid()), old.coach_id, old.user_id, count(*)
  from storage.objects o where o.name like old.id || '/%';

  perform private.purge_messages(old.id);
  -- An upload link is valid for two hours, so the second deletion, after three, finds every late file.
  perform private.enqueue('erasures', array[jsonb_build_object('client_id', old.id, 'until', now() + interval '3 hours')],
    jsonb_build_object(
      'type', 'DELETE', 'schema', 'public', 'table', 'clients', 'record', null, 'old_record', jsonb_build_object('id', old.id)
    ));
  return null;
end;
$$;

comment on function private.queue_erasure() is 'Records that a client was erased and queues the deletion of the files. Foreign keys delete the rows.';

create trigger queue_erasure
  after delete on public.clients
  for each row execute function private.queue_erasure();


create function private.queue_files_of_log()
returns trigger
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_gone jsonb := old.media_urls;
begin
  if tg_op = 'UPDATE' then
    v_gone := v_gone - array(select jsonb_array_elements_text(new.media_urls));
  end if;
  -- With a client all its files go anyway.
  if v_gone <> '[]' and exists (select from public.clients c where c.id = old.client_id) then
    perform private.enqueue('erasures', array[jsonb_build_object('client_id', old.client_id, 'paths', v_gone)],
      jsonb_build_object('type', 'DELETE', 'schema', 'public', 'table', 'logs', 'record', null, 'old_record', null));
  end if;
  return null;
end;
$$;

comment on function private.queue_files_of_log() is 'Queues the deletion of pictures that a log has lost.';

create trigger queue_files_of_log
  after delete on public.logs
  for each row when (old.media_urls <> '[]') execute function private.queue_files_of_log();

create trigger queue_files_of_changed_log
  after update on public.logs
  for each row when (old.media_urls is distinct from new.media_urls) execute function private.queue_files_of_log();


create function private.queue_files_of_messages()
returns trigger
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
declare
  v_paths jsonb := (select jsonb_agg(g.path) from gone g where tg_op = 'DELETE' or g.state = 'refused');
begin
  if v_paths is not null then
    -- As with a client, the second deletion finds a file that is being uploaded now.
    perform private.enqueue('erasures',
      array[jsonb_build_object('client_id', null, 'bucket', 'message-attachments', 'paths', v_paths, 'until', now() + interval '3 hours')],
      jsonb_build_object('type', 'DELETE', 'schema', 'public', 'table', 'message_attachments', 'record', null, 'old_record', null));
  end if;
  return null;
end;
$$;

comment on function private.queue_files_of_messages() is 'Queues the deletion of the files of messages that were deleted, and of files that were refused.';

create trigger queue_files_of_messages
  after delete on public.message_attachments
  referencing old table as gone
  for each statement execute function private.queue_files_of_messages();

create trigger queue_refused_files
  after update on public.message_attachments
  referencing new table as gone
  for each statement execute function private.queue_files_of_messages();


create function private.queue_files_of_photos()
returns trigger
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
as $$
begin
  -- With a client all files go anyway. The second deletion finds a file that is being uploaded now.
  if exists (select from public.clients c where c.id = old.client_id) then
    perform private.enqueue('erasures',
      array[jsonb_build_object('client_id', old.client_id, 'bucket', 'progress-photos', 'paths', jsonb_build_array(old.path), 'until', now() + interval '3 hours')],
      jsonb_build_object('type', 'DELETE', 'schema', 'public', 'table', 'progress_photos', 'record', null, 'old_record', null));
  end if;
  return null;
end;
$$;

comment on function private.queue_files_of_photos() is 'Queues the deletion of the file of a progress photo that was deleted.';

create trigger queue_files_of_photos
  after delete on public.progress_photos
  for each row execute function private.queue_files_of_photos();

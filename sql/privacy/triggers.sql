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
  return null;
end;
$$;

comment on function private.audit_client() is 'Records who coaches a client, and which account is theirs, whenever that changes.';
revoke execute on function private.audit_client() from public, anon, authenticated, service_role;

create trigger audit_client
  after update of coach_id, user_id on public.clients
  for each row execute function private.audit_client();


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

  -- An upload link is valid for two hours, so the second deletion, after three, finds every late file.
  perform pgmq.send('erasures', jsonb_build_object('client_id', old.id, 'until', now() + interval '3 hours'));
  perform private.nudge('erasures', jsonb_build_object(
    'type', 'DELETE', 'schema', 'public', 'table', 'clients', 'record', null,
    'old_record', jsonb_build_object('id', old.id)
  ));
  return null;
end;
$$;

comment on function private.queue_erasure() is
  'Records that a client was erased and queues the deletion of the files. Foreign keys delete the rows.';
revoke execute on function private.queue_erasure() from public, anon, authenticated, service_role;

create trigger queue_erasure
  after delete on public.clients
  for each row execute function private.queue_erasure();


create function private.forget_log_messages()
returns trigger
language plpgsql
security definer -- pgmq is closed to API roles
set search_path = ''
set enable_nestloop = off -- the plan is kept, and one for a short queue would be for ever in a long one
set enable_seqscan = off
as $$
begin
  -- What a claim or a result has locked: that finds no log, and puts the message away itself.
  delete from pgmq.q_log_processing where msg_id in (
    select q.msg_id from pgmq.q_log_processing q
    join gone g on q.message ->> 'log_id' = g.id::text
    for update of q skip locked
  );
  delete from pgmq.a_log_processing where message ->> 'log_id' = any (array(select g.id::text from gone g));
  return null;
end;
$$;

comment on function private.forget_log_messages() is 'Deletes the messages about deleted logs, waiting and settled: once whoever was reading them is done.';
revoke execute on function private.forget_log_messages() from public, anon, authenticated, service_role;

create trigger forget_log_messages
  after delete on public.logs
  referencing old table as gone
  for each statement execute function private.forget_log_messages();


create function private.forget_report_messages()
returns trigger
language plpgsql
security definer -- as above
set search_path = ''
set enable_nestloop = off -- the plan is kept, and one for a short queue would be for ever in a long one
set enable_seqscan = off
as $$
begin
  delete from pgmq.q_weekly_reports where msg_id in (
    select q.msg_id from pgmq.q_weekly_reports q
    join gone g on q.message ->> 'report_id' = g.id::text
    for update of q skip locked
  );
  delete from pgmq.a_weekly_reports where message ->> 'report_id' = any (array(select g.id::text from gone g));
  return null;
end;
$$;

comment on function private.forget_report_messages() is 'As forget_log_messages, of reports.';
revoke execute on function private.forget_report_messages() from public, anon, authenticated, service_role;

create trigger forget_report_messages
  after delete on public.weekly_reports
  referencing old table as gone
  for each statement execute function private.forget_report_messages();

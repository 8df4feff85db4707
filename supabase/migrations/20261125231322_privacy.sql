-- file: sql/foundation/schemas.sql
-- foundation: the three doors (public, worker, private), the extensions, and no default privileges.
-- Every migration begins with this file, so it can be run again.

create schema if not exists private;
comment on schema private is
  'Helpers, signing, triggers. Not exposed by the API; signed-in users have USAGE only so that policies can call their helpers.';

create schema if not exists worker;
comment on schema worker is
  'What the cloud functions call: claim, finish, fail. Only service_role may enter.';

revoke all on schema private, worker from public, anon, authenticated, service_role;
grant usage on schema private to authenticated, service_role;
grant usage on schema worker to service_role;
grant usage on schema public to anon, authenticated, service_role;

create schema if not exists vault; -- there already on hosted projects

-- Only those that are missing: `create extension if not exists` makes a hosted project set up anew what it has, and
-- pg_cron loses its jobs.
do $$
declare
  v_name    text;
  v_options text;
begin
  for v_name, v_options in values
    ('pgcrypto', 'schema extensions'), ('btree_gist', 'schema extensions'), ('supabase_vault', 'schema vault'),
    ('pg_net', 'schema extensions'), ('pg_cron', 'schema pg_catalog'), ('pgmq', '')
  loop
    if not exists (select from pg_extension where extname = v_name) then
      execute format('create extension %I %s', v_name, v_options);
    end if;
  end loop;
end
$$;

-- Many projects give API roles everything that is made in public. Nothing below relies on default privileges; without
-- them a forgotten grant fails closed.
alter default privileges revoke all on tables from public, anon, authenticated, service_role;
alter default privileges revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges revoke all on functions from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on tables from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from public, anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions from public, anon, authenticated, service_role;
-- end of file: sql/foundation/schemas.sql

set local check_function_bodies = off;

CREATE TABLE "public"."audit_entries" ("id" bigint GENERATED ALWAYS AS IDENTITY NOT NULL, "at" timestamp with time zone NOT NULL DEFAULT clock_timestamp(), "client_id" uuid, "actor_id" uuid, "coach_id" uuid, "user_id" uuid, "files" integer, CONSTRAINT "audit_entries_pkey" PRIMARY KEY (id));

ALTER TABLE "public"."audit_entries" ENABLE ROW LEVEL SECURITY;

ALTER TABLE "public"."clients" ALTER COLUMN "coach_id" DROP NOT NULL;

CREATE TYPE "public"."audit_action" AS ENUM ('account_linked', 'account_unlinked', 'coaching_began', 'coaching_ended', 'erased', 'files_erased', 'account_deleted');

ALTER TABLE "public"."audit_entries" ADD COLUMN "action" public.audit_action NOT NULL;

CREATE OR REPLACE FUNCTION private.audit_client()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION private.close_account(p_confirm_email text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user  uuid := (select auth.uid());
  v_email text;
begin
  select u.email into v_email from auth.users u where u.id = v_user for update;
  if not found then
    return; -- a repeated request: the first answer may have been lost
  end if;
  if lower(btrim(p_confirm_email)) is distinct from lower(v_email) then
    raise sqlstate 'PT422' using message = 'This is not the e-mail of your account', hint = 'Give the e-mail you sign in with.';
  end if;
  if exists (select from public.clients c where c.user_id = v_user) then
    raise sqlstate 'PT409' using message = 'Your account has data of yours as a client', hint = 'Erase it first.';
  end if;
  if exists (select from public.clients c where c.coach_id = v_user) then
    raise sqlstate 'PT409' using message = 'Your account has clients', hint = 'Let them go or erase them first.';
  end if;
  insert into public.audit_entries (action, actor_id, user_id) values ('account_deleted', v_user, v_user);
  delete from auth.users u where u.id = v_user;
end;
$function$;

CREATE OR REPLACE FUNCTION private.end_coaching(p_client_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_client public.clients;
begin
  select c.* into v_client from public.clients c
  where c.id = p_client_id and c.id = any (private.my_client_ids())
  for update;
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
  if v_client.user_id is null then
    raise sqlstate 'PT409' using message = 'This client has no account, so nobody could read their data any more',
      hint = 'Have them accept an invite first, or erase the client.';
  end if;
  update public.clients set coach_id = null where id = p_client_id and coach_id is not null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.erase(p_client_id uuid, p_confirm_name text)
 RETURNS TABLE(erased_at timestamp with time zone, files integer, files_erased_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user uuid := (select auth.uid());
  v_name text;
begin
  select c.name into v_name from public.clients c where c.id = p_client_id and v_user in (c.coach_id, c.user_id);
  if found then
    if private.plain_name(p_confirm_name) is distinct from private.plain_name(v_name) then
      raise sqlstate 'PT422' using message = 'This is not the client''s name',
        hint = 'Give the name as it is kept, so that nobody is erased by a slip.';
    end if;
    perform private.lock_records(p_client_id);
    perform private.forget_messages(p_client_id);
    -- Asked once more: while we waited, the coaching may have ended.
    delete from public.clients c where c.id = p_client_id and v_user in (c.coach_id, c.user_id);
  end if;

  -- The record is the answer, to a repeated request as well: the first answer may have been lost.
  return query
  select e.at, e.files, (
    select max(f.at) from public.audit_entries f where f.client_id = p_client_id and f.action = 'files_erased'
  )
  from public.audit_entries e
  where e.client_id = p_client_id and e.action = 'erased' and v_user in (e.coach_id, e.user_id);
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.files_of(p_client_id uuid, p_limit integer)
 RETURNS TABLE(bucket text, path text)
 LANGUAGE sql
 STABLE
 SET search_path TO ''
AS $function$
  select o.bucket_id, o.name from storage.objects o where o.name like p_client_id || '/%' order by o.name limit p_limit
$function$;

CREATE OR REPLACE FUNCTION private.forget_messages(p_client_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  -- What was queued while we waited may be locked by a claim: that finds no row then, and puts it away itself.
  delete from pgmq.q_log_processing where msg_id in (
    select q.msg_id from pgmq.q_log_processing q
    join public.logs l on l.id = (q.message ->> 'log_id')::uuid
    where l.client_id = p_client_id
    for update of q skip locked
  );
  delete from pgmq.q_weekly_reports where msg_id in (
    select q.msg_id from pgmq.q_weekly_reports q
    join public.weekly_reports r on r.id = (q.message ->> 'report_id')::uuid
    where r.client_id = p_client_id
    for update of q skip locked
  );
  delete from pgmq.a_log_processing a using public.logs l
  where l.client_id = p_client_id and l.id = (a.message ->> 'log_id')::uuid;
  delete from pgmq.a_weekly_reports a using public.weekly_reports r
  where r.client_id = p_client_id and r.id = (a.message ->> 'report_id')::uuid
$function$;

CREATE OR REPLACE FUNCTION private.has_records(p_client_id uuid)
 RETURNS boolean
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_table regclass;
  v_found boolean;
begin
  -- People come before the domains that keep records, so these are found by their foreign keys.
  for v_table in
    select k.conrelid::regclass from pg_catalog.pg_constraint k
    where k.contype = 'f' and k.confrelid = 'public.clients'::regclass and k.conrelid <> 'public.client_invites'::regclass
  loop
    execute format('select exists (select from %s where client_id = $1)', v_table) into v_found using p_client_id;
    if v_found then
      return true;
    end if;
  end loop;
  return false;
end;
$function$;

CREATE OR REPLACE FUNCTION private.lock_records(p_client_id uuid)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO ''
AS $function$
begin
  -- In the order of the workers' functions (messages, then what they are about, the client last), so that an erasure
  -- and a reading under way wait for each other and do not deadlock.
  perform from pgmq.q_log_processing q
  join public.logs l on l.id = (q.message ->> 'log_id')::uuid
  where l.client_id = p_client_id
  order by q.msg_id
  for update of q;

  delete from private.media_digests d where d.client_id = p_client_id;
  perform from public.logs l where l.client_id = p_client_id order by l.id for update;

  perform from pgmq.q_weekly_reports q
  join public.weekly_reports r on r.id = (q.message ->> 'report_id')::uuid
  where r.client_id = p_client_id
  order by q.msg_id
  for update of q;

  perform from public.weekly_reports r where r.client_id = p_client_id order by r.id for update;
  perform from public.clients c where c.id = p_client_id for update;
end;
$function$;

CREATE OR REPLACE FUNCTION private.my_own_client_ids()
 RETURNS uuid[]
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user uuid := auth.uid();
begin
  return array(select id from public.clients where user_id = v_user);
end;
$function$;

CREATE OR REPLACE FUNCTION private.nudge_erasures()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  if exists (select from pgmq.q_erasures where vt <= clock_timestamp()) then
    perform private.nudge('erasures', '{"type": "SWEEP"}');
  end if;
end;
$function$;

CREATE OR REPLACE FUNCTION private.plain_name(p_name text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO ''
AS $function$
  select lower(btrim(regexp_replace(p_name, '\s+', ' ', 'g')))
$function$;

CREATE OR REPLACE FUNCTION private.queue_erasure()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
begin
  insert into public.audit_entries (action, client_id, actor_id, coach_id, user_id, files)
  select 'erased', old.id, (select auth.uid()), old.coach_id, old.user_id, count(*)
  from storage.objects o where o.name like old.id || '/%';

  -- A link for an upload lives two hours: what was under way now has arrived by the second look.
  perform pgmq.send('erasures', jsonb_build_object('client_id', old.id, 'until', now() + interval '3 hours'));
  perform private.nudge('erasures', jsonb_build_object(
    'type', 'DELETE', 'schema', 'public', 'table', 'clients', 'record', null,
    'old_record', jsonb_build_object('id', old.id)
  ));
  return null;
end;
$function$;

CREATE OR REPLACE FUNCTION private.take_invite(p_code text)
 RETURNS uuid
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_user   uuid := (select auth.uid());
  v_invite public.client_invites;
  v_client public.clients;
  v_own    public.clients;
begin
  -- The client is locked before the invite, as make_invite does it: the other way round they could deadlock.
  select c.* into v_client
  from public.client_invites i
  join public.clients c on c.id = i.client_id
  where i.code_hash = private.hash_invite_code(p_code)
  for update of c;

  select * into v_invite from public.client_invites where code_hash = private.hash_invite_code(p_code) for update;
  if not found then
    raise sqlstate 'PT404' using message = 'This invite code is not known', hint = 'Check the code, or ask your coach for a new one.';
  end if;
  if v_invite.accepted_by = v_user then
    return v_invite.client_id; -- a repeated request: the first answer may have been lost
  end if;
  if v_invite.accepted_at is not null then
    raise sqlstate 'PT410' using message = 'This invite code has been used', hint = 'Ask your coach for a new one.';
  end if;
  if v_invite.expires_at <= now() then
    raise sqlstate 'PT410' using message = 'This invite code has expired', hint = 'Ask your coach for a new one.';
  end if;

  if v_client.coach_id = v_user then
    raise sqlstate 'PT409' using message = 'This is your own invite', hint = 'Sign in as the client to accept it.';
  end if;
  if v_client.user_id is not null then
    raise sqlstate 'PT409' using message = 'This client already has an account', hint = 'Ask your coach which account it is.';
  end if;

  select * into v_own from public.clients where user_id = v_user and coach_id is null for update;
  if found then -- somebody whose coaching has ended: the new coach takes over the row with its history
    if private.has_records(v_client.id) then
      raise sqlstate 'PT409' using message = 'Your new coach has already begun a record of their own under this invite',
        hint = 'Ask them to add you as a new client, and to invite you before they write anything.';
    end if;
    update public.clients set coach_id = v_client.coach_id where id = v_own.id;
    update public.client_invites set client_id = v_own.id, accepted_at = now(), accepted_by = v_user where id = v_invite.id;
    delete from public.clients where id = v_client.id;
    return v_own.id;
  end if;

  begin
    update public.clients set user_id = v_user where id = v_invite.client_id;
  exception
    when unique_violation then -- an account is at most one client, also when two codes are accepted at once
      raise sqlstate 'PT409' using message = 'Your account already belongs to a coach', hint = 'End the coaching first, or sign up with another e-mail.';
  end;
  update public.client_invites set accepted_at = now(), accepted_by = v_user where id = v_invite.id;
  return v_invite.client_id;
end;
$function$;

CREATE OR REPLACE FUNCTION public.delete_account(confirm_email text)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.close_account(confirm_email)
$function$;

CREATE OR REPLACE FUNCTION public.erase_client(client_id uuid, confirm_name text)
 RETURNS TABLE(erased_at timestamp with time zone, files integer, files_erased_at timestamp with time zone)
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select * from private.erase(client_id, confirm_name)
$function$;

CREATE OR REPLACE FUNCTION public.export_client(client_id uuid)
 RETURNS json
 LANGUAGE plpgsql
 STABLE
 SET search_path TO ''
AS $function$
declare
  v_client public.clients;
begin
  select c.* into v_client from public.clients c where c.id = export_client.client_id;
  if not found then
    raise sqlstate 'PT404' using message = 'No such client', hint = 'Check the client id, and that you are signed in as their coach or as the client.';
  end if;

  -- One value: rows would be cut at the API's limit. As json, which takes far less time than jsonb.
  -- One key per table, by its name: a test compares with the catalog.
  return json_build_object(
    'format', 'wellio.client/1',
    'exported_at', now(),
    'client', to_json(v_client),
    'account', (
      select to_jsonb(p) || case when p.id = (select auth.uid()) then
        jsonb_build_object('email', (select auth.jwt()) ->> 'email') else '{}' end
      from public.profiles p where p.id = v_client.user_id
    ),
    'client_invites', (
      select coalesce(json_agg(json_build_object(
        'id', i.id, 'client_id', i.client_id, 'created_by', i.created_by, 'created_at', i.created_at,
        'expires_at', i.expires_at, 'accepted_at', i.accepted_at, 'accepted_by', i.accepted_by
      ) order by i.created_at, i.id), '[]')
      from public.client_invites i where i.client_id = v_client.id
    ),
    'plans', (
      select coalesce(json_agg(to_json(p) order by p.start_date, p.id), '[]')
      from public.plans p where p.client_id = v_client.id
    ),
    'logs', (
      select coalesce(json_agg(to_json(l) order by l.created_at, l.id), '[]')
      from public.logs l where l.client_id = v_client.id
    ),
    'progress_events', (
      select coalesce(json_agg(to_json(e) order by e.date_for_metric, e.logged_at, e.id), '[]')
      from public.progress_events e where e.client_id = v_client.id
    ),
    'weekly_reports', (
      select coalesce(json_agg(to_json(r) order by r.week_start), '[]')
      from public.weekly_reports r where r.client_id = v_client.id
    ),
    'weekly_report_texts', (
      select coalesce(json_agg(to_json(t) order by t.report_id, t.audience), '[]')
      from public.weekly_report_texts t where t.client_id = v_client.id
    ),
    'ai_usage', (
      select coalesce(json_agg(to_json(u) order by u.day), '[]')
      from public.ai_usage u where u.client_id = v_client.id
    ),
    'audit_entries', (
      select coalesce(json_agg(to_json(a) order by a.id), '[]')
      from public.audit_entries a where a.client_id = v_client.id
    ),
    'files', (
      select coalesce(json_agg(json_build_object(
        'bucket', o.bucket_id, 'path', o.name, 'size', o.metadata -> 'size', 'type', o.metadata -> 'mimetype',
        'created_at', o.created_at
      ) order by o.created_at, o.name), '[]')
      from storage.objects o where o.name like v_client.id || '/%'
    )
  );
end;
$function$;

CREATE OR REPLACE FUNCTION public.revoke_coach(client_id uuid)
 RETURNS void
 LANGUAGE sql
 SET search_path TO ''
AS $function$
  select private.end_coaching(client_id)
$function$;

CREATE OR REPLACE FUNCTION worker.claim_erasures(p_limit integer, p_lease_seconds integer)
 RETURNS TABLE(msg_id bigint, read_ct integer, files jsonb)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
  select m.msg_id, m.read_ct, (
    select coalesce(jsonb_agg(jsonb_build_object('bucket', f.bucket, 'path', f.path)), '[]')
    from private.files_of((m.message ->> 'client_id')::uuid, 500) f
  )
  from pgmq.read('erasures', p_lease_seconds, p_limit) m
$function$;

CREATE OR REPLACE FUNCTION worker.fail_erasures(p_failures jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held bigint[] := array(select private.held_messages('erasures', p_failures));
begin
  perform pgmq.set_vt('erasures', f.msg_id, private.retry_delay_seconds(f.read_ct))
  from jsonb_to_recordset(p_failures) as f(msg_id bigint, read_ct integer)
  where f.msg_id = any (v_held);
  return query select unnest(v_held);
end;
$function$;

CREATE OR REPLACE FUNCTION worker.finish_erasures(p_results jsonb)
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO ''
AS $function$
declare
  v_held   bigint[] := array(select private.held_messages('erasures', p_results));
  v_result record;
begin
  for v_result in
    select q.msg_id, r.files, (q.message ->> 'client_id')::uuid as client_id, (q.message ->> 'until')::timestamptz as until
    from jsonb_to_recordset(p_results) as r(msg_id bigint, files integer)
    join pgmq.q_erasures q on q.msg_id = r.msg_id
    where q.msg_id = any (v_held)
  loop
    if exists (select from private.files_of(v_result.client_id, 1)) then
      perform pgmq.set_vt('erasures', v_result.msg_id, 0); -- there are more
      continue;
    end if;

    insert into public.audit_entries (action, client_id, coach_id, user_id, files)
    select 'files_erased', e.client_id, e.coach_id, e.user_id, v_result.files
    from public.audit_entries e
    where e.client_id = v_result.client_id and e.action = 'erased'
      and (v_result.files > 0 or not exists (
        select from public.audit_entries f where f.client_id = e.client_id and f.action = 'files_erased'
      ));

    if v_result.until > now() then
      perform pgmq.set_vt('erasures', v_result.msg_id, ceil(extract(epoch from v_result.until - now()))::integer);
    else
      perform pgmq.delete('erasures', v_result.msg_id); -- the record tells the rest
    end if;
  end loop;
  return query select unnest(v_held);
end;
$function$;

ALTER TABLE "public"."clients" ADD CONSTRAINT "clients_belong_to_somebody" CHECK (((coach_id IS NOT NULL) OR (user_id IS NOT NULL)));

CREATE INDEX audit_entries_client_id_idx ON public.audit_entries USING btree (client_id, id DESC);

CREATE INDEX audit_entries_coach_id_idx ON public.audit_entries USING btree (coach_id);

CREATE INDEX audit_entries_user_id_idx ON public.audit_entries USING btree (user_id);

CREATE TRIGGER audit_client AFTER UPDATE OF coach_id, user_id ON public.clients FOR EACH ROW EXECUTE FUNCTION private.audit_client();

CREATE TRIGGER queue_erasure AFTER DELETE ON public.clients FOR EACH ROW EXECUTE FUNCTION private.queue_erasure();

CREATE POLICY "Coaches and clients read what concerned them" ON "public"."audit_entries" FOR SELECT TO "authenticated" USING (((coach_id = ( SELECT auth.uid() AS uid)) OR (user_id = ( SELECT auth.uid() AS uid)) OR (client_id = ANY (( SELECT private.my_own_client_ids() AS my_own_client_ids)::uuid[]))));

COMMENT ON COLUMN "public"."audit_entries"."actor_id" IS 'The account that did it; null for the system.';

COMMENT ON COLUMN "public"."audit_entries"."client_id" IS 'The client; null where an account was deleted that was no client''s.';

COMMENT ON COLUMN "public"."audit_entries"."coach_id" IS 'The coach whom it concerns: at that time, or until then.';

COMMENT ON COLUMN "public"."audit_entries"."files" IS 'erased: how many files were left to delete. files_erased: how many went last.';

COMMENT ON COLUMN "public"."audit_entries"."user_id" IS 'The client''s account at that time.';

COMMENT ON COLUMN "public"."clients"."coach_id" IS 'Null once the coaching has ended: the data is the client''s alone, until they accept another coach''s invite.';

COMMENT ON FUNCTION "private"."audit_client"() IS 'Records who coaches a client, and which account is theirs, whenever that changes.';

COMMENT ON FUNCTION "private"."close_account"(text) IS 'Body of public.delete_account.';

COMMENT ON FUNCTION "private"."end_coaching"(uuid) IS 'Body of public.revoke_coach.';

COMMENT ON FUNCTION "private"."erase"(uuid, text) IS 'Body of public.erase_client.';

COMMENT ON FUNCTION "private"."files_of"(uuid, integer) IS 'Files in the folder of a client, in whichever bucket.';

COMMENT ON FUNCTION "private"."forget_messages"(uuid) IS 'Deletes the messages about a client, waiting and archived.';

COMMENT ON FUNCTION "private"."has_records"(uuid) IS 'Whether anything but invites is kept about a client.';

COMMENT ON FUNCTION "private"."lock_records"(uuid) IS 'Waits for whoever is reading or writing about a client, and keeps others from beginning, until the transaction ends.';

COMMENT ON FUNCTION "private"."my_own_client_ids"() IS 'Id of the client the caller is, if any.';

COMMENT ON FUNCTION "private"."nudge_erasures"() IS 'Wakes the function whose files are to be deleted: picks up lost nudges, expired leases and due retries.';

COMMENT ON FUNCTION "private"."plain_name"(text) IS 'A name as it is compared: case and spaces do not count.';

COMMENT ON FUNCTION "private"."queue_erasure"() IS 'Records that a client was erased and has a cloud function delete the files. Rows go by their foreign keys.';

COMMENT ON FUNCTION "public"."accept_invite"(text) IS 'Links the caller''s account to the client the code was made for and returns the client id. Whoever is a client without a coach keeps their row and history, and the coach who invited gets both. PT404 unknown, PT410 used or expired, PT409 already linked.';

COMMENT ON FUNCTION "public"."delete_account"(text) IS 'Deletes the caller''s own account, once no client''s data hangs on it: nobody can sign in with it or renew a session, and a token still valid sees nothing. PT409 there is a client to erase or let go first, PT422 another e-mail.';

COMMENT ON FUNCTION "public"."erase_client"(uuid, text) IS 'Deletes everything about a client, by their coach or by the client: rows, messages and the link to the account at once, files within a minute or so (files_erased_at tells when). confirm_name is the client''s name. Cannot be undone; asked again it says when it was done. PT404 unknown client, PT422 another name.';

COMMENT ON FUNCTION "public"."export_client"(uuid) IS 'Everything kept about a client that the caller may read, as one JSON document of one moment: format, exported_at, client, account, files (bucket, path, size and type of each; not their bytes), and the rows of each table under its name. Of an invite all but its code; a client gets their own voice of the reports, and no drafts. PT404 unknown client.';

COMMENT ON FUNCTION "public"."revoke_coach"(uuid) IS 'Ends the coaching, at once, by the client or by the coach: the data stays with the client, the coach sees nothing of it any more. Another coach begins with an invite that the client accepts. A client without a coach stays so. PT404 unknown client, PT409 the client has no account.';

COMMENT ON FUNCTION "worker"."claim_erasures"(integer, integer) IS 'Leases up to p_limit erased clients for p_lease_seconds, with up to 500 of the files each still has. (msg_id, read_ct) is the lease.';

COMMENT ON FUNCTION "worker"."fail_erasures"(jsonb) IS 'Hands erasures back, to be tried again later, however often. Takes [{msg_id, read_ct, reason}]; returns the msg_ids that were still held.';

COMMENT ON FUNCTION "worker"."finish_erasures"(jsonb) IS 'After files were deleted: when none is left, records it and looks again once no upload can be under way any more; else there are more to delete. Takes [{msg_id, read_ct, files: how many were deleted}]; returns the msg_ids that were still held.';

COMMENT ON TABLE "public"."audit_entries" IS 'What was done about a client''s data and who may see it. Only ever added to, by the database itself; ids alone, no names and no texts, and no foreign keys: it outlives what it is about.';

REVOKE ALL ON FUNCTION "private"."audit_client"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."close_account"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."close_account"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."end_coaching"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."end_coaching"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."erase"(uuid, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."erase"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "private"."files_of"(uuid, integer) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."forget_messages"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."has_records"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."lock_records"(uuid) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."my_own_client_ids"() FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "private"."my_own_client_ids"() TO "authenticated";

REVOKE ALL ON FUNCTION "private"."nudge_erasures"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."plain_name"(text) FROM PUBLIC;

REVOKE ALL ON FUNCTION "private"."queue_erasure"() FROM PUBLIC;

REVOKE ALL ON FUNCTION "public"."delete_account"(text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."delete_account"(text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."erase_client"(uuid, text) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."erase_client"(uuid, text) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."export_client"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."export_client"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "public"."revoke_coach"(uuid) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "public"."revoke_coach"(uuid) TO "authenticated";

REVOKE ALL ON FUNCTION "worker"."claim_erasures"(integer, integer) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."claim_erasures"(integer, integer) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."fail_erasures"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."fail_erasures"(jsonb) TO "service_role";

REVOKE ALL ON FUNCTION "worker"."finish_erasures"(jsonb) FROM PUBLIC;

GRANT EXECUTE ON FUNCTION "worker"."finish_erasures"(jsonb) TO "service_role";

GRANT SELECT ON TABLE "public"."audit_entries" TO "authenticated", "service_role";

-- file: sql/privacy/settings.sql
-- privacy: the queue of clients whose files are to be deleted. Idempotent: applied again whenever it changes.

select pgmq.create('erasures');
-- end of file: sql/privacy/settings.sql

-- file: sql/privacy/jobs.sql
-- privacy: what runs by the clock. Idempotent: cron.schedule replaces a job of the same name.

select cron.schedule('wake the function for waiting erasures', '* * * * *', 'select private.nudge_erasures()');
-- end of file: sql/privacy/jobs.sql

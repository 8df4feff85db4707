-- The rules that every object of the database keeps. One rule is a sentence, a change of the schema that breaks it,
-- and a query for the objects that do. Read by test_house_rules.py; the views below are made first.

create temp view relation as
select c.*, c.oid::regclass as object, n.nspname as schema, c.relkind in ('r', 'p') as is_table
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('public', 'worker', 'private') and c.relkind in ('r', 'p', 'v', 'm', 'f');

create temp view routine as
select p.*, p.oid::regprocedure as object, n.nspname as schema
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname in ('public', 'worker', 'private');

create temp view policy as
select p.*, policyname as object, concat(p.qual, ' ', p.with_check) as condition
from pg_policies p
where schemaname in ('public', 'worker', 'private', 'storage', 'realtime');

create temp view relation_grant as
select r.object, a.grantee, a.privilege_type as privilege, a.is_grantable
from relation r, aclexplode(r.relacl) a
where a.grantee <> r.relowner
union all
select r.object, a.grantee, a.privilege_type || ' of a column', a.is_grantable
from relation r join pg_attribute t on t.attrelid = r.oid, aclexplode(t.attacl) a;

create temp view routine_grant as
select r.object, r.prorettype, a.grantee
from routine r, aclexplode(coalesce(r.proacl, acldefault('f', r.proowner))) a
where a.grantee <> r.proowner;

-- rule: every table has row level security
-- broken by: create table public.bad (id integer primary key)
select object from relation where is_table and not relrowsecurity;

-- rule: every table has a policy
-- broken by: create table public.bad (id integer primary key)
select object from relation r where is_table and not exists (select from pg_policy where polrelid = r.oid);

-- rule: every table has a primary key
-- broken by: create table public.bad ()
select object from relation r where is_table and not exists (select from pg_index where indrelid = r.oid and indisprimary);

-- rule: there is one policy per table and verb, on files one per bucket and verb; topics of messages belong to several domains
-- broken by: create policy "Everybody reads" on public.logs for select to authenticated using (false)
select schemaname, tablename, cmd from policy where schemaname <> 'realtime'
group by schemaname, tablename, cmd, substring(condition from 'bucket_id = ''([^'']+)''') having count(*) > 1;

-- rule: every policy is permissive
-- broken by: create policy "Nobody at all" on public.logs as restrictive for update to authenticated using (false)
select object from policy where permissive <> 'PERMISSIVE';

-- rule: no policy is for all verbs
-- broken by: create policy "Everybody does" on public.logs for all to authenticated using (false)
select object from policy where cmd = 'ALL';

-- rule: every policy is for signed-in people
-- broken by: create policy "Passers-by change" on public.logs for update to anon using (false)
select object from policy where roles <> '{authenticated}';

-- rule: the name of a policy is a sentence about people
-- broken by: create policy logs_update on public.logs for update to authenticated using (false)
select object from policy where policyname !~ '^[A-Z][a-z]+( [A-Za-z,'']+){2,}$';

-- rule: a policy asks who is calling once per statement, and passes no column to a helper
-- broken by: create policy "Owners change logs" on public.logs for update to authenticated using (id = auth.uid())
select object from policy
where regexp_replace(condition, 'SELECT \(?(auth|private)\.\w+\(\)', '', 'g') ~ '(auth|private)\.\w+\(';

-- rule: no policy believes what people say of themselves
-- broken by: create policy "Coaches change all" on public.logs for update to authenticated using (auth.role() = 'coach')
select object from policy where condition ~* 'metadata|auth\.(jwt|role|email)';

-- rule: every view runs with the rights of who reads it
-- broken by: create view public.bad as select 1 as one
select object from relation
where relkind = 'v' and not coalesce(reloptions, '{}') && '{security_invoker=true,security_invoker=on}';

-- rule: there are neither materialized views nor foreign tables
-- broken by: create materialized view public.bad as select 1 as one
select object from relation where relkind in ('m', 'f');

-- rule: functions with more power than their caller are not in public
-- broken by: create function public.bad() returns int language sql security definer as 'select 1'
select object from routine where prosecdef and schema not in ('private', 'worker');

-- rule: every function has an empty search path
-- broken by: create function public.bad() returns int language sql as 'select 1'
select object from routine where not coalesce(proconfig, '{}') @> array['search_path=""'];

-- rule: no function is open to everybody
-- broken by: grant execute on function public.retry_log to public
select object from routine_grant where grantee = 0;

-- rule: no function of a trigger can be called
-- broken by: grant execute on function private.check_plan to authenticated
select object from routine_grant where prorettype = 'trigger'::regtype;

-- rule: no function of the API has two forms
-- broken by: create function public.retry_log() returns int language sql as 'select 1'
select schema, proname from routine where schema <> 'private' group by schema, proname having count(*) > 1;

-- rule: only the functions may enter worker
-- broken by: grant usage on schema worker to authenticated
select a.grantee::regrole from pg_namespace n, aclexplode(n.nspacl) a
where n.nspname = 'worker' and a.grantee not in (n.nspowner, 'service_role'::regrole);

-- rule: somebody not signed in may read and write nothing
-- broken by: grant select (id) on public.logs to anon
select object, privilege from relation_grant where grantee in (0, 'anon'::regrole);

-- rule: somebody not signed in may only see who invites them, and stop letters; PostgREST calls its hook as them
-- broken by: grant execute on function public.retry_log to anon
select object from routine
where has_function_privilege('anon', oid, 'execute')
  and proname not in ('preview_invite', 'preview_team_invite', 'unsubscribe', 'before_request');

-- rule: people add and change rows column by column
-- broken by: grant update on public.plans to authenticated
select object, privilege from relation_grant
where grantee = 'authenticated'::regrole and privilege in ('INSERT', 'UPDATE');

-- rule: nobody may truncate, reference, add triggers or maintain
-- broken by: grant truncate on public.plans to service_role
select object, privilege from relation_grant where privilege !~ '^(SELECT|INSERT|UPDATE|DELETE)';

-- rule: nobody may pass a privilege on
-- broken by: grant select on public.plans to authenticated with grant option
select object, privilege from relation_grant where is_grantable;

-- rule: queues, secrets and jobs are closed to people
-- broken by: grant usage on schema pgmq to authenticated
select r.rolname, s.name from pg_roles r, (values ('pgmq'), ('vault'), ('cron')) s (name)
where r.rolname in ('anon', 'authenticated') and has_schema_privilege(r.oid, s.name, 'usage');

-- rule: every foreign key leads an index
-- broken by: create table public.bad (log_id uuid references public.logs (id))
select k.conrelid::regclass, k.conname from pg_constraint k join relation r on r.oid = k.conrelid
where k.contype = 'f' and not exists (
  select from pg_index i
  where i.indrelid = k.conrelid and i.indpred is null
    and (i.indkey::smallint[])[0:cardinality(k.conkey) - 1] @> k.conkey
);

-- rule: every table and view has a comment
-- broken by: create table public.bad (id integer primary key)
select object from relation where obj_description(oid, 'pg_class') is null;

-- rule: every function has a comment
-- broken by: create function public.bad() returns int language sql as 'select 1'
select object from routine where obj_description(oid, 'pg_proc') is null;

-- rule: a moment knows its time zone
-- broken by: create table public.bad (at timestamp)
select r.object, a.attname from pg_attribute a join relation r on r.oid = a.attrelid where a.atttypid = 'timestamp'::regtype;

-- rule: new tables and functions are closed until they are opened
-- broken by: alter default privileges in schema public grant select on tables to anon
select n.nspname, d.defaclobjtype, a.grantee::regrole
from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace, aclexplode(d.defaclacl) a
where coalesce(n.nspname, 'public') in ('public', 'worker', 'private')
  and a.grantee in (0, 'anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole);

-- rule: a write to a view is refused and no error of the server
-- broken by: create view public.bad with (security_invoker = true) as select 1 as one group by one
select object from relation r
where relkind = 'v' and not exists (select from pg_trigger where tgrelid = r.oid and tgfoid = 'private.refuse_write'::regproc);

-- rule: a function that is told which version somebody has seen refuses none and an old one alike
-- broken by: create function private.bad(p_version integer) returns int language sql as 'select 1'
select object from routine
where schema = 'private' and 'p_version' = any (proargnames)
  and proname not in ('check_version', 'refuse_stale') and prosrc !~ 'private\.(check_version|lock_program)\(';

-- rule: people cannot edit a row without saying which version of it they have seen
-- broken by: grant update (title) on public.plan_templates to authenticated
select r.object, a.attname
from relation r
join pg_attribute a on a.attrelid = r.oid and a.attnum > 0
where r.is_table and r.schema = 'public' and a.attname <> 'version'
  and has_column_privilege('authenticated', r.oid, a.attnum, 'update')
  and not (
    exists (
      select from pg_trigger t
      where t.tgrelid = r.oid and t.tgfoid = 'private.refuse_missing_version()'::regprocedure and a.attnum = any (t.tgattr)
    )
    and exists (select from pg_trigger t where t.tgrelid = r.oid and t.tgfoid = 'private.mark_version()'::regprocedure)
    and exists (select from pg_trigger t where t.tgrelid = r.oid and t.tgfoid = 'private.next_version()'::regprocedure)
  );

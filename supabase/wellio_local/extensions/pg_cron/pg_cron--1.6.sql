-- pg_cron for development: jobs are rows in cron.job.
-- The other half, the scheduler that runs them, is services/cron_worker.py. It asks cron._due() what to run.

create schema cron;

comment on schema cron is 'Scheduled jobs. Development stand-in for pg_cron.';


-- Tables

create sequence cron.jobid_seq;
create sequence cron.runid_seq;

create table cron.job (
  jobid    bigint primary key default pg_catalog.nextval('cron.jobid_seq'),
  schedule text not null,
  command  text not null,
  nodename text not null default 'localhost',
  nodeport integer not null default pg_catalog.inet_server_port(),
  database text not null default pg_catalog.current_database(),
  username text not null default current_user,
  active   boolean not null default true,
  jobname  text,
  constraint jobname_username_uniq unique (jobname, username)
);

comment on table cron.job is 'What to run, when (GMT) and as whom. Owners see only their own jobs.';

create table cron.job_run_details (
  jobid          bigint,
  runid          bigint primary key default pg_catalog.nextval('cron.runid_seq'),
  job_pid        integer,
  database       text,
  username       text,
  command        text,
  status         text,
  return_message text,
  start_time     timestamptz,
  end_time       timestamptz
);

comment on table cron.job_run_details is 'One row per run. Nothing deletes them.';

alter table cron.job enable row level security;
alter table cron.job_run_details enable row level security;

create policy cron_job_policy on cron.job using (username = current_user);
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

grant select on cron.job to public;
grant select, delete on cron.job_run_details to public;
grant select on sequence cron.jobid_seq, cron.runid_seq to public;

select pg_catalog.pg_extension_config_dump('cron.job', '');
select pg_catalog.pg_extension_config_dump('cron.jobid_seq', '');
select pg_catalog.pg_extension_config_dump('cron.job_run_details', '');
select pg_catalog.pg_extension_config_dump('cron.runid_seq', '');


-- Schedules

create function cron._field(spec text, low integer, high integer, names text[] default '{}')
returns integer[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  item text;
  part text[];
  first integer;
  last integer;
  step integer;
  chosen integer[] := '{}';
begin
  foreach item in array string_to_array(lower(spec), ',') loop
    part := regexp_match(item, '^(?:(\*)|([a-z]+|\d{1,4})(?:-([a-z]+|\d{1,4}))?)(?:/(\d{1,4}))?$');
    if part is null or (part[4] is not null and part[1] is null and part[3] is null) then
      return null;
    end if;

    first := case when part[1] = '*' then low
                  when part[2] ~ '^\d' then part[2]::integer
                  else array_position(names, part[2]) - 1 + low end;
    last := case when part[1] = '*' then high
                 when part[3] is null then first
                 when part[3] ~ '^\d' then part[3]::integer
                 else array_position(names, part[3]) - 1 + low end;
    step := coalesce(part[4]::integer, 1);
    if first is null or last is null or first < low or last > high or first > last or step not between 1 and high then
      return null;
    end if;

    chosen := chosen || array(select generate_series(first, last, step));
  end loop;
  return nullif(chosen, '{}');
end
$$;

comment on function cron._field(text, integer, integer, text[]) is 'The values one field of a schedule allows, null when it is malformed.';

create type cron._schedule as (
  minutes     integer[],
  hours       integer[],
  month_days  integer[],
  months      integer[],
  week_days   integer[],
  last_day    boolean,
  any_day     boolean,
  is_wildcard boolean,
  seconds     integer,
  at_start    boolean
);

comment on type cron._schedule is 'A parsed schedule: the values each field allows, or an interval in seconds, or the start of the scheduler.';
comment on column cron._schedule.last_day is 'The day of the month is $, the last one.';
comment on column cron._schedule.any_day is 'One of the two day fields starts with *, so a day must match both. Otherwise one is enough.';
comment on column cron._schedule.is_wildcard is 'Minute or hour starts with *: not caught up after the clock has jumped.';

create function cron._parse(schedule text)
returns cron._schedule
language plpgsql
immutable
set search_path = ''
as $$
declare
  given text := btrim($1, E' \t\n');
  field text[];
  parsed cron._schedule;
begin
  parsed.seconds := substring(lower(given) from '^(\d{1,2})\s*seconds?$')::integer;
  if parsed.seconds is not null then
    return case when parsed.seconds between 1 and 59 then parsed end;
  end if;

  parsed.at_start := given in ('@reboot', '@restart');
  if parsed.at_start then
    return parsed;
  end if;

  given := case
    when given in ('@yearly', '@annually') then '0 0 1 1 *'
    when given = '@monthly' then '0 0 1 * *'
    when given = '@weekly' then '0 0 * * 0'
    when given in ('@daily', '@midnight') then '0 0 * * *'
    when given = '@hourly' then '0 * * * *'
    else given
  end;

  field := regexp_split_to_array(given, '[ \t]+');
  if cardinality(field) <> 5 then
    return null;
  end if;

  parsed.last_day := field[3] = '$';
  parsed.any_day := starts_with(field[3], '*') or starts_with(field[5], '*');
  parsed.is_wildcard := starts_with(field[1], '*') or starts_with(field[2], '*');
  parsed.minutes := cron._field(field[1], 0, 59);
  parsed.hours := cron._field(field[2], 0, 23);
  parsed.month_days := case when parsed.last_day then '{}' else cron._field(field[3], 1, 31) end;
  parsed.months := cron._field(field[4], 1, 12, '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}');
  parsed.week_days := cron._field(field[5], 0, 7, '{sun,mon,tue,wed,thu,fri,sat,sun}');

  if parsed.minutes is null or parsed.hours is null or parsed.month_days is null
     or parsed.months is null or parsed.week_days is null then
    return null;
  end if;
  return parsed;
end
$$;

comment on function cron._parse(text) is 'Parses a schedule; null when it is invalid.';

create function cron._matches(schedule text, at timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  parsed cron._schedule := cron._parse($1);
  moment timestamp := $2 at time zone 'GMT';
  day_of_month boolean;
  day_of_week boolean;
begin
  if parsed.minutes is null then
    return false;
  end if;

  day_of_month := extract(day from moment) = any (parsed.month_days)
    or (parsed.last_day and extract(day from moment + interval '1 day') = 1);
  day_of_week := extract(dow from moment) = any (parsed.week_days)
    or extract(isodow from moment) = any (parsed.week_days);

  return extract(minute from moment) = any (parsed.minutes)
    and extract(hour from moment) = any (parsed.hours)
    and extract(month from moment) = any (parsed.months)
    and case when parsed.any_day then day_of_month and day_of_week else day_of_month or day_of_week end;
end
$$;

comment on function cron._matches(text, timestamptz) is 'Whether a cron schedule includes the minute, in GMT.';

create function cron._due(after timestamptz, until timestamptz)
returns table (jobid bigint, runs integer)
language sql
stable
set search_path = ''
as $$
  with clock as (
    select minute, minute = date_trunc('minute', $2) as is_now
    from generate_series(
      case when $2 - $1 > interval '3 hours' then date_trunc('minute', $2)
           else date_trunc('minute', $1) + interval '1 minute' end,
      date_trunc('minute', $2),
      interval '1 minute') as minute
  )
  select j.jobid, count(*)::integer
  from cron.job as j
  cross join clock as c
  where j.active
    and cron._matches(j.schedule, c.minute)
    and (c.is_now or $2 - $1 < interval '6 minutes' or not (cron._parse(j.schedule)).is_wildcard)
  group by j.jobid
$$;

comment on function cron._due(timestamptz, timestamptz) is 'How often each job should have started in the minutes after the first moment, up to the second. After a gap of over five minutes wildcard jobs run once; after three hours only the current minute counts.';


-- Scheduling. The functions that users call run with the caller's rights and pass on the caller's name. Those
-- that write are definer functions and accept only names the session could assume anyway.

create function cron._check_caller(caller name)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not pg_has_role(session_user, caller, 'member') then
    raise insufficient_privilege using message = format('permission denied to schedule as %I', caller);
  end if;
end
$$;

comment on function cron._check_caller(name) is 'Raises when the session cannot act as this role.';

create function cron._check_job(schedule text, database text, username text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  may_log_in boolean;
begin
  if $1 is not null and cron._parse($1) is null then
    raise invalid_parameter_value using
      message = format('invalid schedule: %s', $1),
      hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
  end if;

  select rolcanlogin into may_log_in from pg_roles where rolname = $3;
  if not found then
    raise undefined_object using message = format('role "%s" does not exist', $3);
  elsif $2 is not null and not has_database_privilege($3, $2, 'connect') then
    raise exception 'User % does not have CONNECT privilege on %', $3, $2;
  end if;
end
$$;

comment on function cron._check_job(text, text, text) is 'Raises when a job could never run. Null means unchanged.';

create function cron._check_login(username text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (select from pg_roles where rolname = $1 and not rolcanlogin) then
    raise exception 'role "%" can not log in', $1
      using detail = 'Jobs may only be run by roles that have the LOGIN attribute.';
  end if;
end
$$;

comment on function cron._check_login(text) is 'Raises when a role chosen for a job cannot log in.';

create function cron._save_job(
  caller name, job_name text, schedule text, command text, database text, username text, active boolean
)
returns bigint
language plpgsql
security definer -- callers cannot write cron.job themselves
set search_path = ''
as $$
declare
  saved bigint;
begin
  perform cron._check_caller(caller);
  if $6 is not null then
    if not (select rolsuper from pg_roles where rolname = caller) then
      raise exception 'must be superuser to create a job for another role';
    end if;
    perform cron._check_login($6);
  end if;
  perform cron._check_job($3, coalesce($5, current_database()), coalesce($6, caller));

  insert into cron.job as j (jobname, schedule, command, nodeport, database, username, active)
  values ($2, $3, $4, current_setting('port')::integer, coalesce($5, current_database()), coalesce($6, caller), $7)
  on conflict on constraint jobname_username_uniq do update
    set schedule = excluded.schedule, command = excluded.command, database = excluded.database
  returning j.jobid into saved;
  return saved;
end
$$;

comment on function cron._save_job(name, text, text, text, text, text, boolean) is 'Adds a job, or changes the one with the same name and owner.';

create function cron.schedule(job_name text, schedule text, command text)
returns bigint
language plpgsql
as $$
begin
  if $1 is null then
    raise exception 'job_name can not be NULL';
  elsif $2 is null then
    raise exception 'schedule can not be NULL';
  elsif $3 is null then
    raise exception 'command can not be NULL';
  end if;
  return cron._save_job(current_user, $1, $2, $3, null, null, true);
end
$$;

comment on function cron.schedule(text, text, text) is 'Schedules a job under a name, replacing the caller''s job of that name, and returns its id.';

create function cron.schedule(schedule text, command text)
returns bigint
language sql
strict
as $$
  select cron._save_job(current_user, null, $1, $2, null, null, true)
$$;

comment on function cron.schedule(text, text) is 'Schedules a job without a name and returns its id.';

create function cron.schedule_in_database(
  job_name text,
  schedule text,
  command text,
  database text,
  username text default null,
  active boolean default true
)
returns bigint
language plpgsql
as $$
begin
  if $1 is null then
    raise exception 'job_name can not be NULL';
  elsif $2 is null then
    raise exception 'schedule can not be NULL';
  elsif $3 is null then
    raise exception 'command can not be NULL';
  end if;
  return cron._save_job(current_user, $1, $2, $3, $4, $5, coalesce($6, true));
end
$$;

comment on function cron.schedule_in_database(text, text, text, text, text, boolean) is 'Schedules a job that runs in another database.';

create function cron._alter_job(
  caller name, job_id bigint, schedule text, command text, database text, username text, active boolean
)
returns void
language plpgsql
security definer -- callers cannot write cron.job themselves
set search_path = ''
as $$
declare
  is_superuser boolean := (select rolsuper from pg_roles where rolname = caller);
begin
  perform cron._check_caller(caller);
  if $6 is not null then
    if not is_superuser then
      raise exception 'must be superuser to alter username';
    end if;
    perform cron._check_login($6);
  end if;
  perform cron._check_job($3, $5, coalesce($6, caller));

  update cron.job as j
  set schedule = coalesce($3, j.schedule),
      command  = coalesce($4, j.command),
      database = coalesce($5, j.database),
      username = coalesce($6, j.username),
      active   = coalesce($7, j.active)
  where j.jobid = $2 and (j.username = caller or is_superuser);
  if not found then
    raise exception 'Job % does not exist or you don''t own it', $2;
  end if;
end
$$;

comment on function cron._alter_job(name, bigint, text, text, text, text, boolean) is 'Changes what is given of a job the caller owns.';

create function cron.alter_job(
  job_id bigint,
  schedule text default null,
  command text default null,
  database text default null,
  username text default null,
  active boolean default null
)
returns void
language plpgsql
as $$
begin
  if $1 is null then
    raise exception 'job_id can not be NULL';
  elsif num_nonnulls($2, $3, $4, $5) = 0 and $6 is null then
    raise exception 'no updates specified'
      using hint = 'You must specify at least one job attribute to change when calling alter_job';
  end if;
  perform cron._alter_job(current_user, $1, $2, $3, $4, $5, $6);
end
$$;

comment on function cron.alter_job(bigint, text, text, text, text, boolean) is 'Changes what is given of a job and keeps the rest.';

create function cron._delete_job(caller name, job_id bigint)
returns boolean
language plpgsql
security definer -- callers cannot write cron.job themselves
set search_path = ''
as $$
declare
  owner text := (select j.username from cron.job as j where j.jobid = $2);
begin
  perform cron._check_caller(caller);
  if owner is null then
    raise exception 'could not find valid entry for job %', $2;
  elsif owner <> caller and not has_table_privilege(caller, 'cron.job', 'delete') then
    raise insufficient_privilege using message = 'permission denied for table job';
  end if;
  delete from cron.job as j where j.jobid = $2;
  return true;
end
$$;

comment on function cron._delete_job(name, bigint) is 'Removes a job the caller owns.';

create function cron.unschedule(job_id bigint)
returns boolean
language sql
strict
as $$
  select cron._delete_job(current_user, $1)
$$;

comment on function cron.unschedule(bigint) is 'Removes a job by its id.';

create function cron.unschedule(job_name text)
returns boolean
language plpgsql
strict
as $$
declare
  found_id bigint := (select j.jobid from cron.job as j where j.jobname = $1 and j.username = current_user);
begin
  if found_id is null then
    raise exception 'could not find valid entry for job ''%''', $1;
  end if;
  return cron._delete_job(current_user, found_id);
end
$$;

comment on function cron.unschedule(text) is 'Removes the caller''s job of that name.';


-- Privileges. As in the original, everybody with USAGE on the schema may schedule. Execute is granted by name,
-- in case the creator's default privileges withhold it.

grant execute on all functions in schema cron to public;
revoke execute on function cron.schedule_in_database(text, text, text, text, text, boolean) from public;
revoke execute on function cron.alter_job(bigint, text, text, text, text, boolean) from public;

-- As a hosted project sets them right after creating the extension.

do $$
begin
  if exists (select from pg_catalog.pg_roles where rolname = 'postgres' and rolname <> current_user) then
    grant usage on schema cron to postgres with grant option;
    grant all on all functions in schema cron to postgres with grant option;
    grant all on all tables in schema cron to postgres with grant option;
    revoke all on cron.job from postgres;
    grant select on cron.job to postgres with grant option;
  end if;
end
$$;

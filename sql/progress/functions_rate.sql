-- progress: limits how many logs one person may add a minute.

create function private.log_weight(p_media jsonb)
returns integer
language sql
immutable
set search_path = ''
return greatest(1, jsonb_array_length(p_media));

comment on function private.log_weight(jsonb) is 'How many logs a log with these media_urls counts as: one, or one for each picture.';


create function private.refuse_logs_at_once(p_logs bigint, p_limit integer)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if p_logs > p_limit then -- waiting does not help
    perform private.refuse(
      'PT429', 'too_many_logs_at_once', 'More logs at once than a minute allows',
      format('Send at most %s at once; each picture counts as a log.', p_limit), jsonb_build_object('limit', p_limit)
    );
  end if;
end;
$$;

comment on function private.refuse_logs_at_once(bigint, integer) is 'Raises PT429 if one request has more logs than a minute allows.';


create function private.count_log()
returns void
language plpgsql
security definer -- the limits are closed to API roles
set search_path = ''
as $$
declare
  v_user uuid := auth.uid();
  v_logs integer := coalesce(nullif(current_setting('wellio.logs', true), ''), '0')::integer + 1;
begin
  perform set_config('wellio.logs', v_logs::text, true);
  -- The limit is looked up only now and then, because this runs for every row.
  if v_user is not null and v_logs % 64 = 0 then
    perform private.refuse_logs_at_once(v_logs, private.rate_limit(v_user, 'logs'));
  end if;
end;
$$;

comment on function private.count_log() is
  'Counts the logs of a transaction and aborts it soon after they exceed what one request may have. Without it, twenty thousand logs would hold up others until they are refused at the end. Logs that are already stored count here too.';
grant execute on function private.count_log() to authenticated, service_role;


create function private.spend_log_rate(p_logs bigint, p_now timestamptz default null)
returns void
language plpgsql
security definer -- the counters and settings are closed to API roles
set search_path = ''
as $$
declare
  v_user  uuid := (select auth.uid());
  v_limit integer;
  v_wait  integer;
begin
  if v_user is null then
    return; -- an import with the secret key
  end if;
  v_limit := private.rate_limit(v_user, 'logs');
  perform private.refuse_logs_at_once(p_logs, v_limit);
  v_wait := private.spend_rate(v_user, 'logs', p_logs, p_now);
  if v_wait is not null then
    perform private.refuse(
      'PT429', 'too_many_logs', 'Too many logs within a minute',
      format('Send at most %s a minute, at once or one by one; each picture counts as a log. Try again in %s s.', v_limit, v_wait),
      jsonb_build_object('limit', v_limit, 'seconds', v_wait), v_wait
    );
  end if;
end;
$$;

comment on function private.spend_log_rate(bigint, timestamptz) is
  'Refuses logs of one person beyond logs_per_minute within any 60 s, as PT429, with Retry-After if waiting helps. Refused logs do not count. p_now is as in private.spend_rate.';

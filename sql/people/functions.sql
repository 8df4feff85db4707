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


create function private.check_timezone(p_name text)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  v_quoted text := coalesce(to_json(left(p_name, 60))::text, 'null');
begin
  if not private.is_timezone(p_name) then
    perform private.refuse(
      'PT422', 'timezone', format('%s is not a time zone', v_quoted), 'Use an IANA name such as Europe/Moscow or America/New_York.',
      jsonb_build_object('timezone', v_quoted)
    );
  end if;
end;
$$;

comment on function private.check_timezone(text) is 'Refuses what is no time zone.';
grant execute on function private.check_timezone(text) to authenticated, service_role;

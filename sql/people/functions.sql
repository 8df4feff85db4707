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

-- foundation: views are read.

create function private.refuse_write()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise sqlstate 'PT405' using
    message = format('%s is read, not written', tg_table_name), hint = 'Write to the tables it is made from.';
end;
$$;

comment on function private.refuse_write() is
  'Instead of a write to a view. With it a view has privileges to write that can be missing, a 403; without it Postgres says 55000, a 500.';
revoke execute on function private.refuse_write() from public, anon, authenticated, service_role;

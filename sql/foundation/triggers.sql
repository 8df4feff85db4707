-- foundation: views are read.

create function private.refuse_write()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.refuse(
    'PT405', 'read_only', format('%s cannot be written to', tg_table_name),
    'Write to the tables that it is made from.', jsonb_build_object('view', tg_table_name)
  );
end;
$$;

comment on function private.refuse_write() is
  'Instead of a write to a view. With it a view has privileges to write that can be missing, a 403; without it Postgres says 55000, a 500.';
revoke execute on function private.refuse_write() from public, anon, authenticated, service_role;

-- foundation: views are read-only.

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
  'Refuses a write to a view. Without this trigger Postgres raises 55000, which PostgREST answers as a 500.';

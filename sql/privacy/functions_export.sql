-- privacy: everything that is kept about a client, as one document.

create function private.rows_of_client(p_table regclass, p_client_id uuid)
returns json
language plpgsql
stable -- with the caller's rights, so that it holds nothing they cannot read
set search_path = ''
as $$
declare
  v_columns text;
  v_order   text;
  v_rows    json;
begin
  select string_agg(format('%I', a.attname), ', ' order by a.attnum) into v_columns
  from pg_catalog.pg_attribute a
  where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped and has_column_privilege(p_table, a.attnum, 'select');
  if v_columns is null then
    return null;
  end if;

  -- By day, by time, by key: as people would sort them.
  select string_agg(format('%I', o.attname), ', ' order by o.place, o.attnum) into v_order
  from (
    (select 1 as place, a.attname, a.attnum from pg_catalog.pg_attribute a
     where a.attrelid = p_table and a.atttypid = 'date'::regtype and a.attnotnull and not a.attisdropped order by a.attnum limit 1)
    union all
    (select 2, a.attname, a.attnum from pg_catalog.pg_attribute a
     where a.attrelid = p_table and a.atttypid = 'timestamptz'::regtype and a.attnotnull and not a.attisdropped order by a.attnum limit 1)
    union all
    (select 3, a.attname, a.attnum from pg_catalog.pg_index i
     join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
     where i.indrelid = p_table and i.indisprimary)
  ) o;

  execute format(
    'select coalesce(json_agg(r), ''[]'') from (select %s from %s where client_id = $1 order by %s) r', v_columns, p_table, v_order
  ) into v_rows using p_client_id;
  return v_rows;
end;
$$;

comment on function private.rows_of_client(regclass, uuid) is 'The rows of a table about a client, with the columns that the caller may read. Null where they may read none.';
grant execute on function private.rows_of_client(regclass, uuid) to authenticated;


create function public.export_client(client_id uuid)
returns json
language plpgsql
stable -- with the caller's rights, so that it holds nothing they cannot read
set search_path = ''
as $$
declare
  v_client public.clients;
  v_about  json;
  v_rows   text;
begin
  select c.* into v_client from public.clients c where c.id = export_client.client_id;
  if not found then
    perform private.refuse_client();
  end if;

  -- One value: rows would be cut at the API's limit. As json, which takes far less time than jsonb.
  v_about := json_build_object(
    'format', 'wellio.client/1',
    'exported_at', now(),
    'client', to_json(v_client),
    'account', (
      select to_jsonb(p) || case when p.id = (select auth.uid()) then
        jsonb_build_object('email', (select auth.jwt()) ->> 'email') else '{}' end
      from public.profiles p where p.id = v_client.user_id
    ),
    'files', (
      select coalesce(json_agg(json_build_object(
        'bucket', o.bucket_id, 'path', o.name, 'size', o.metadata -> 'size', 'type', o.metadata -> 'mimetype',
        'created_at', o.created_at
      ) order by o.created_at, o.name), '[]')
      from storage.objects o where o.name like v_client.id || '/%'
    )
  );

  with about_client as materialized ( -- first, because not every table has the column that is asked for then
    select c.oid, c.relname as name
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'client_id' and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  ), found as materialized (
    select t.oid, t.name, private.rows_of_client(t.oid, v_client.id) as client_rows from about_client t
  )
  select string_agg(format('%s: %s', to_json(f.name), f.client_rows), ', ' order by f.oid) into v_rows
  from found f
  where f.client_rows is not null;
  return (left(v_about::text, -1) || ', ' || v_rows || '}')::json;
end;
$$;

comment on function public.export_client(uuid) is 'Everything kept about a client that the caller may read, as one JSON document of one moment: format, exported_at, client, account, files (bucket, path, size and type of each; not their bytes), and the rows of each table under its name. Of an invite all but its code; a client gets their own voice of the reports, and no drafts. PT404 unknown client.';
grant execute on function public.export_client(uuid) to authenticated;

-- privacy: everything that is kept about a client, as one document.

create function public.export_client(client_id uuid)
returns json
language plpgsql
stable -- runs with the caller's rights, so it holds only what they may read
set search_path = ''
as $$
declare
  v_client public.clients;
  v_tables text;
  v_export json;
begin
  select c.* into v_client from public.clients c where c.id = export_client.client_id;
  if not found then
    perform private.refuse_client();
  end if;

  -- One select for each table with a client_id, of the columns that the caller may read, by time and then by key.
  select string_agg(format(
    ' union all select %L, (select coalesce(json_agg(r order by %s), ''[]'') from (select %s from public.%I where client_id = $1) r)',
    t.relname, t.sorting, t.columns, t.relname
  ), '' order by t.relname)
  into v_tables
  from (
    select
      c.relname,
      string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns,
      string_agg('r.' || quote_ident(a.attname), ', ' order by k.is_key, a.attnum)
        filter (where k.is_key or a.attnotnull and a.atttypid in ('date'::regtype, 'timestamptz'::regtype)) as sorting
    from pg_catalog.pg_class c
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_catalog.pg_index i on i.indrelid = c.oid and i.indisprimary
    cross join lateral (select a.attnum = any (i.indkey) as is_key) k
    where c.relnamespace = 'public'::regnamespace and has_column_privilege(c.oid, a.attnum, 'select')
    group by c.oid
    having bool_or(a.attname = 'client_id')
  ) t;

  -- One value, because the API limits the number of rows; json, because jsonb takes far longer.
  execute format('select json_object_agg(part.key, part.rows) from (values %s%s) part (key, rows)', $parts$
    ('format', to_json('wellio.client/1'::text)),
    ('exported_at', to_json(now())),
    ('client', to_json($2)),
    ('account', (
      select to_json(to_jsonb(p) || case when p.id = (select auth.uid()) then
        jsonb_build_object('email', (select auth.jwt()) ->> 'email') else '{}' end)
      from public.profiles p where p.id = $2.user_id
    )),
    ('files', (
      select coalesce(json_agg(json_build_object(
        'bucket', o.bucket_id, 'path', o.name, 'size', o.metadata -> 'size', 'type', o.metadata -> 'mimetype',
        'created_at', o.created_at
      ) order by o.created_at, o.name), '[]')
      from storage.objects o where o.name like $1 || '/%'
    ))
  $parts$, v_tables) into v_export using v_client.id, v_client;
  return v_export;
end;
$$;

comment on function public.export_client(uuid) is
  'Everything kept about a client that the caller may read, as one JSON document of one moment: format, exported_at, client, account, files (bucket, path, size and type of each; not their bytes), and the rows of each table under its name. Of an invite all but its code; a client gets their own voice of the reports, and no drafts. PT404 unknown client.';
revoke execute on function public.export_client(uuid) from public, anon, service_role;
grant execute on function public.export_client(uuid) to authenticated;

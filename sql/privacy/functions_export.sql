-- privacy: everything that is kept about a client, as one document.

create function public.export_client(client_id uuid)
returns json
language plpgsql
stable -- with the caller's rights: what they may not read is not in it
set search_path = ''
as $$
declare
  v_client public.clients;
begin
  select c.* into v_client from public.clients c where c.id = export_client.client_id;
  if not found then
    perform private.refuse_client();
  end if;

  -- One value: rows would be cut at the API's limit. As json, which takes far less time than jsonb.
  -- One key per table, by its name: a test compares with the catalog.
  return json_build_object(
    'format', 'wellio.client/1',
    'exported_at', now(),
    'client', to_json(v_client),
    'account', (
      select to_jsonb(p) || case when p.id = (select auth.uid()) then
        jsonb_build_object('email', (select auth.jwt()) ->> 'email') else '{}' end
      from public.profiles p where p.id = v_client.user_id
    ),
    'client_invites', (
      select coalesce(json_agg(json_build_object(
        'id', i.id, 'client_id', i.client_id, 'created_by', i.created_by, 'created_at', i.created_at,
        'expires_at', i.expires_at, 'accepted_at', i.accepted_at, 'accepted_by', i.accepted_by
      ) order by i.created_at, i.id), '[]')
      from public.client_invites i where i.client_id = v_client.id
    ),
    'plans', (
      select coalesce(json_agg(to_json(p) order by p.start_date, p.id), '[]')
      from public.plans p where p.client_id = v_client.id
    ),
    'logs', (
      select coalesce(json_agg(to_json(l) order by l.created_at, l.id), '[]')
      from public.logs l where l.client_id = v_client.id
    ),
    'progress_events', (
      select coalesce(json_agg(to_json(e) order by e.date_for_metric, e.logged_at, e.id), '[]')
      from public.progress_events e where e.client_id = v_client.id
    ),
    'weekly_reports', (
      select coalesce(json_agg(to_json(r) order by r.week_start), '[]')
      from public.weekly_reports r where r.client_id = v_client.id
    ),
    'weekly_report_texts', (
      select coalesce(json_agg(to_json(t) order by t.report_id, t.audience), '[]')
      from public.weekly_report_texts t where t.client_id = v_client.id
    ),
    'ai_usage', (
      select coalesce(json_agg(to_json(u) order by u.day), '[]')
      from public.ai_usage u where u.client_id = v_client.id
    ),
    'audit_entries', (
      select coalesce(json_agg(to_json(a) order by a.id), '[]')
      from public.audit_entries a where a.client_id = v_client.id
    ),
    'files', (
      select coalesce(json_agg(json_build_object(
        'bucket', o.bucket_id, 'path', o.name, 'size', o.metadata -> 'size', 'type', o.metadata -> 'mimetype',
        'created_at', o.created_at
      ) order by o.created_at, o.name), '[]')
      from storage.objects o where o.name like v_client.id || '/%'
    )
  );
end;
$$;

comment on function public.export_client(uuid) is
  'Everything kept about a client that the caller may read, as one JSON document of one moment: format, exported_at, client, account, files (bucket, path, size and type of each; not their bytes), and the rows of each table under its name. Of an invite all but its code; a client gets their own voice of the reports, and no drafts. PT404 unknown client.';
revoke execute on function public.export_client(uuid) from public, anon, service_role;
grant execute on function public.export_client(uuid) to authenticated;

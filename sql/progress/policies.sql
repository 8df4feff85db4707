-- progress: who may do what. One permissive policy per table and verb.

create policy "Coaches read all plans, clients those that came into force" on public.plans
  for select to authenticated
  using (
    client_id = any ((select private.my_client_ids())::uuid[])
    and (activated_at is not null or client_id = any ((select private.my_coached_client_ids())::uuid[]))
  );

create policy "Coaches write plans for their clients" on public.plans
  for insert to authenticated
  with check (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches change plans of their clients" on public.plans
  for update to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches delete drafts of their clients' plans" on public.plans
  for delete to authenticated
  using (activated_at is null and client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Coaches read their own plan templates" on public.plan_templates
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches keep plan templates for themselves" on public.plan_templates
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches delete their own plan templates" on public.plan_templates
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read logs of their clients, clients their own" on public.logs
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches log for their clients, clients for themselves" on public.logs
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read events of their clients, clients their own" on public.progress_events
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read versions of their clients' events, clients their own" on public.event_versions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read states of their clients' days, clients their own" on public.day_states
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Nobody reads digests of pictures through the API" on private.media_digests
  for select to authenticated
  using (false);


create policy "Everyone signed in reads the limits" on public.metric_limits
  for select to authenticated
  using (true);


create policy "Coaches read the reports of their clients" on public.weekly_reports
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches edit the reports of their clients" on public.weekly_reports
  for update to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Coaches read what their clients were sent, clients their own" on public.sent_reports
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "People see pictures of logs they may read" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'log-media'
    and (storage.foldername(name))[1] = any ((select private.my_client_ids())::text[])
  );

create policy "People add pictures where they may log" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'log-media'
    and (storage.foldername(name))[1] = any ((select private.my_client_ids())::text[])
  );


create policy "Nobody reads through the API which domains tell of weeks" on private.week_facts
  for select to authenticated
  using (false);

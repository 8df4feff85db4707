-- notify: who may read what. Only functions write.

create policy "People read what kinds of notifications there are" on public.notification_kinds
  for select to authenticated
  using (true);

create policy "People read their notifications" on public.notifications
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read words that are built in, coaches theirs and those of the team" on public.notification_templates
  for select to authenticated
  using (
    (coach_id is null and team_id is null)
    or coach_id = any ((select private.my_account_ids())::uuid[])
    or (team_id = any ((select private.my_team_ids())::uuid[]) and (select private.am_coach()))
  );

create policy "People read what they want to be told" on public.notification_preferences
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read where they are reached" on public.notification_addresses
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read in which browsers they get notifications" on public.push_subscriptions
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People read how they were told, coaches how their clients were" on public.notification_deliveries
  for select to authenticated
  using (
    user_id = any ((select private.my_account_ids())::uuid[])
    or client_id = any ((select private.my_coached_client_ids())::uuid[])
  );

create policy "People read their quiet hours" on public.notification_hours
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "Nobody reads refused addresses through the API" on private.refused_addresses
  for select to authenticated
  using (false);

create policy "Nobody reads the codes of phone numbers through the API" on private.address_codes
  for select to authenticated
  using (false);

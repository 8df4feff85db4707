-- people: who may do what. One permissive policy per table and verb; those of clients are in access.sql.

create policy "People read the profiles of those they work with" on public.profiles
  for select to authenticated
  using (id = any ((select private.my_acquaintance_ids())::uuid[]));

create policy "People edit their own profile" on public.profiles
  for update to authenticated
  using (id = (select auth.uid()))
  with check (id = (select auth.uid()));


create policy "Coaches read the invites of their clients" on public.client_invites
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Members and clients read their team" on public.teams
  for select to authenticated
  using (id = any ((select private.my_visible_team_ids())::uuid[]));

create policy "Owners and admins rename their team" on public.teams
  for update to authenticated
  using (id = any ((select private.my_managed_team_ids())::uuid[]))
  with check (id = any ((select private.my_managed_team_ids())::uuid[]));


create policy "Members read who is in their team" on public.team_members
  for select to authenticated
  using (team_id = any ((select private.my_team_ids())::uuid[]));


create policy "Members and clients read how their team looks" on public.team_settings
  for select to authenticated
  using (team_id = any ((select private.my_visible_team_ids())::uuid[]));

create policy "Owners and admins change how their team looks" on public.team_settings
  for update to authenticated
  using (team_id = any ((select private.my_managed_team_ids())::uuid[]))
  with check (team_id = any ((select private.my_managed_team_ids())::uuid[]));


create policy "Owners and admins read the invites to their team" on public.team_invites
  for select to authenticated
  using (team_id = any ((select private.my_managed_team_ids())::uuid[]));

create policy "Owners and admins withdraw invites to their team" on public.team_invites
  for delete to authenticated
  using (team_id = any ((select private.my_managed_team_ids())::uuid[]));


create policy "Clients and those who coach them read who else does" on public.client_shares
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients and those who coach them read the profile" on public.client_profiles
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them begin the profile" on public.client_profiles
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them change the profile" on public.client_profiles
  for update to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients and those who coach them read the goals" on public.client_goals
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them set goals" on public.client_goals
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them change goals" on public.client_goals
  for update to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them drop goals" on public.client_goals
  for delete to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients and those who coach them read assessments" on public.fitness_assessments
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them add assessments" on public.fitness_assessments
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients and those who coach them remove assessments" on public.fitness_assessments
  for delete to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients read their own health" on public.health_histories
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));


create policy "Clients read their own emergency contacts" on public.emergency_contacts
  for select to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));


create policy "People read their own preferences" on public.user_preferences
  for select to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People begin their own preferences" on public.user_preferences
  for insert to authenticated
  with check (user_id = any ((select private.my_account_ids())::uuid[]));

create policy "People change their own preferences" on public.user_preferences
  for update to authenticated
  using (user_id = any ((select private.my_account_ids())::uuid[]))
  with check (user_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read which alerts they have settled" on public.settled_alerts
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]) and client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches settle alerts about clients" on public.settled_alerts
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches bring alerts back" on public.settled_alerts
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]) and client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Nobody reads rates through the API" on private.rates
  for select to authenticated
  using (false);

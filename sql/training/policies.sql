-- training: who may read what. Programmes, sessions and sets are written by calls only.

create policy "People read shared categories and those of whom they know" on public.exercise_categories
  for select to authenticated
  using (coach_id is null or coach_id = any ((select private.my_acquaintance_ids())::uuid[]));

create policy "Coaches add categories for themselves" on public.exercise_categories
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own categories" on public.exercise_categories
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches delete their own categories" on public.exercise_categories
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "People read exercises of whom they know, and what they trained" on public.exercises
  for select to authenticated
  using (
    slug is not null
    or coach_id = any ((select private.my_acquaintance_ids())::uuid[])
    or id = any ((select private.my_trained_exercise_ids())::uuid[])
  );

create policy "Coaches add exercises for themselves" on public.exercises
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches change their own exercises" on public.exercises
  for update to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]))
  with check (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read which exercises they have hidden" on public.hidden_exercises
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches hide exercises from themselves" on public.hidden_exercises
  for insert to authenticated
  with check (coach_id = any ((select private.my_account_ids())::uuid[]) and (select private.am_coach()));

create policy "Coaches show exercises again" on public.hidden_exercises
  for delete to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));


create policy "Coaches read their own programmes" on public.program_templates
  for select to authenticated
  using (coach_id = any ((select private.my_account_ids())::uuid[]));

create policy "Coaches read phases of their own programmes" on public.program_phases
  for select to authenticated
  using (exists (select from public.program_templates t where t.id = program_phases.template_id));

create policy "Coaches read workouts of their own programmes" on public.template_workouts
  for select to authenticated
  using (exists (select from public.program_templates t where t.id = template_workouts.template_id));

create policy "Coaches read exercises of their own programmes" on public.template_exercises
  for select to authenticated
  using (exists (select from public.program_templates t where t.id = template_exercises.template_id));


create policy "People read of which workouts logs of their clients tell" on public.workout_logs
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read programmes of their clients, clients their own" on public.client_programs
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read sessions of their clients, clients their own" on public.workout_sessions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read targets of their clients, clients their own" on public.session_exercises
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read workouts their clients did, clients their own" on public.workout_completions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches read sets of their clients, clients their own" on public.exercise_completions
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Coaches read what their clients measured, clients their own" on public.performance_metrics
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches measure their clients, clients themselves" on public.performance_metrics
  for insert to authenticated
  with check (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Coaches and clients take back what was measured" on public.performance_metrics
  for delete to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));


create policy "Clients read their photos, coaches those shared with them" on public.progress_photos
  for select to authenticated
  using (
    client_id = any ((select private.my_client_ids())::uuid[])
    and (shared_with_coach or client_id = any ((select private.my_own_client_ids())::uuid[]))
  );

create policy "Clients add photos of themselves" on public.progress_photos
  for insert to authenticated
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients share and date their photos" on public.progress_photos
  for update to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients delete their photos" on public.progress_photos
  for delete to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients see their photo files, coaches those shared with them" on storage.objects
  for select to authenticated
  using (
    bucket_id = 'progress-photos'
    and (
      (storage.foldername(name))[1] = any ((select private.my_own_client_ids())::text[])
      or exists (select from public.progress_photos p where p.path = objects.name)
    )
  );

create policy "Clients add files to their photos" on storage.objects
  for insert to authenticated
  with check (
    bucket_id = 'progress-photos'
    and (storage.foldername(name))[1] = any ((select private.my_own_client_ids())::text[])
  );


create policy "Coaches read diaries of their clients, clients their own" on public.progress_entries
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));

create policy "Clients write their diary" on public.progress_entries
  for insert to authenticated
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients change their diary" on public.progress_entries
  for update to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]))
  with check (client_id = any ((select private.my_own_client_ids())::uuid[]));

create policy "Clients delete from their diary" on public.progress_entries
  for delete to authenticated
  using (client_id = any ((select private.my_own_client_ids())::uuid[]));

-- training: which workouts and exercises the words of a log may mean.

create function private.spoken_name(p_name text)
returns text
language sql
immutable
set search_path = ''
return translate(lower(p_name), 'ё-–,.()/''', 'е        ');

comment on function private.spoken_name(text) is 'The name of an exercise as private.plain_words leaves it in a log, but for the words that it takes out.';


create function private.name_fit(p_said text, p_exercise_id uuid)
returns integer
language sql
stable
set search_path = ''
as $$
  -- A word fits one that begins as it does: endings change in Russian, and an s is added in English.
  with said as (
    select count(*) as words, array_agg(left(w, case when length(w) < 4 then 3 when length(w) < 6 then length(w) - 1 else length(w) - 2 end)) as stems
    from string_to_table(p_said, ' ') w where length(w) > 2
  )
  select coalesce(max(case when n.words = s.words then 2 else 1 end), 0)
  from public.exercises e
  cross join lateral unnest(e.aliases || e.name_en || e.name_ru) name
  cross join said s
  cross join lateral (
    select count(*) as words, array_agg(w) as list from string_to_table(private.spoken_name(name), ' ') w where length(w) > 2
  ) n
  where e.id = p_exercise_id and s.words > 0
    and not exists (select from unnest(s.stems) stem where not exists (select from unnest(n.list) w where starts_with(w, stem)))
$$;

comment on function private.name_fit(text, uuid) is 'How well words of a log name an exercise: 2 they are one of its names, 1 they are part of one, 0 neither. Words of two letters do not count.';


create function private.sessions_told(p_client public.clients, p_day date, p_written_at timestamptz, p_said jsonb)
returns uuid[]
language sql
stable
set search_path = ''
as $$
  with session as (
    select s.*, row_number() over (partition by s.client_program_id, s.phase, s.week order by s.position, s.id) as nth,
           (s.phase, s.week) = (p.phase, p.week) and p.status = 'active' as is_present
    from public.workout_sessions s
    join public.client_programs p on p.id = s.client_program_id and p.client_id = s.client_id
    where s.client_id = p_client.id and p.assigned_at <= p_written_at and p.status <> 'cancelled'
  ), candidate as (
    -- What was finished on that day, too: a workout is told twice rather than done twice in a day.
    select s.* from session s
    where (s.is_present and s.status <> 'finished') or s.status = 'started'
      or (s.status = 'finished' and private.local_date(s.finished_at, p_client.timezone) = p_day)
  ), fit as materialized (
    select distinct o.one ->> 'name' as name, e.id as exercise_id
    from jsonb_array_elements(p_said -> 'sets') o (one)
    join public.exercises e on e.id in (
      select t.exercise_id from public.session_exercises t join candidate c on c.id = t.session_id and c.client_id = t.client_id
    )
    where private.counts_as_set(o.one, e.kind) and private.name_fit(o.one ->> 'name', e.id) > 0
  ), told as (
    select
      s.id, s.status, s.scheduled_on,
      s.status = 'finished' as is_finished,
      100 * coalesce(p_said -> 'titles' ? nullif(private.plain_words(s.title), ''), false)::integer
      + 10 * case
        when p_said ->> 'number' is null then 0
        when s.title ~ ('\m' || (p_said ->> 'number') || '\M') then 3
        else (s.position = (p_said ->> 'number')::integer)::integer + (s.nth = (p_said ->> 'number')::integer)::integer
      end as named,
      (
        select count(distinct f.name) from fit f
        join public.session_exercises t on t.exercise_id = f.exercise_id
        where t.session_id = s.id and t.client_id = s.client_id
      ) as fits
    from candidate s
  ), best as (
    select t.*, rank() over (order by t.named desc, t.fits desc, t.is_finished desc, t.status = 'started' desc, t.scheduled_on = p_day desc) as place
    from told t
    where case when p_said ? 'number' then t.named > 0 else t.named > 0 or t.fits > 0 end
  )
  select coalesce(array_agg(b.id order by b.scheduled_on, b.id), '{}') from best b where b.place = 1
$$;

comment on function private.sessions_told(public.clients, date, timestamptz, jsonb) is
  'The sessions of programmes that a log may tell of, see private.said_workout: by title, number of the day, and names of exercises; of the present week, under way, or finished on that day.';


create function private.exercise_choices(p_client public.clients, p_session_id uuid, p_said text)
returns table (id uuid, is_sure boolean)
language sql
stable
set search_path = ''
as $$
  with place as (
    select t.exercise_id as id, max(private.name_fit(p_said, t.exercise_id)) as fit
    from public.session_exercises t
    where t.session_id = p_session_id and t.client_id = p_client.id
    group by t.exercise_id
  ), fitting as (
    select p.id, p.fit from place p where p.fit > 0 and p.fit = (select max(o.fit) from place o)
  ), elsewhere as (
    select e.id from public.exercises e
    where not exists (select from place p where p.fit = 2) and not exists (select from place p where p.id = e.id)
      and e.archived_at is null and (e.slug is not null or e.coach_id = p_client.coach_id)
      and exists (select from unnest(e.aliases || e.name_en || e.name_ru) n where private.spoken_name(n) = p_said)
  ), found as (
    select f.id from fitting f union select e.id from elsewhere e
  )
  select f.id, (select count(*) from found) = 1 from found f
$$;

comment on function private.exercise_choices(public.clients, uuid, text) is
  'The exercises that words of a log may mean: of the session those that fit best, and those of the library with that very name where none of the session has it. is_sure: there is one only.';

-- training: a programme as text, for a client who reads it in a message or on paper.

create function private.format_target(p_target public.template_exercises, p_locale public.locale)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_ru boolean := p_locale = 'ru';
begin
  return concat_ws(', ',
    concat(p_target.sets, ' x ', coalesce(
      case when p_target.reps_max > p_target.reps_min then p_target.reps_min || '-' || p_target.reps_max else p_target.reps_min::text end,
      p_target.seconds || case when v_ru then ' с' else ' s' end,
      trim_scale(p_target.meters) || case when v_ru then ' м' else ' m' end,
      case when v_ru then 'подход' else 'set' end
    )),
    case p_target.load_kind
      when 'kg' then trim_scale(p_target.load) || case when v_ru then ' кг' else ' kg' end
      when 'percent' then trim_scale(p_target.load) || ' %'
      when 'rpe' then 'RPE ' || trim_scale(p_target.load)
      when 'rir' then 'RIR ' || trim_scale(p_target.load)
    end,
    case when v_ru then 'отдых ' else 'rest ' end || p_target.rest_seconds || case when v_ru then ' с' else ' s' end,
    case when v_ru then 'темп ' else 'tempo ' end || p_target.tempo,
    nullif(p_target.notes, '')
  );
end;
$$;

comment on function private.format_target(public.template_exercises, public.locale) is 'What to do of an exercise, in words: 4 x 8-10, 60 kg, rest 120 s.';


create function private.format_program(p_template_id uuid, p_locale public.locale)
returns text
language sql
stable
set search_path = ''
as $$
  with line as (
    select k.program_week, 0 as day, 0 as n,
           concat(
             case when k.week = 1 and f.title <> '' then f.title || E'\n' end,
             case p_locale when 'ru' then 'Неделя ' else 'Week ' end, k.program_week
           ) as text
    from private.template_weeks(p_template_id) k
    join public.program_phases f on f.id = k.phase_id
    union all
    select k.program_week, w.position, 0, concat(
      case p_locale when 'ru' then 'День ' else 'Day ' end, w.position, '. ' || nullif(w.title, ''), ' (' || nullif(w.focus, '') || ')', E'\n' || nullif(w.notes, '')
    )
    from private.template_weeks(p_template_id) k
    join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
    union all
    select k.program_week, w.position, e.position, concat(
      '  ', e.position, '. ',
      case p_locale when 'ru' then coalesce(nullif(x.name_ru, ''), x.name_en) else coalesce(nullif(x.name_en, ''), x.name_ru) end,
      ': ', private.format_target(e, p_locale)
    )
    from private.template_weeks(p_template_id) k
    join public.template_workouts w on w.phase_id = k.phase_id and w.week = k.week
    join public.template_exercises e on e.workout_id = w.id
    join public.exercises x on x.id = e.exercise_id
  )
  select coalesce(string_agg(l.text, E'\n' order by l.program_week, l.day, l.n), '') from line l
$$;

comment on function private.format_program(uuid, public.locale) is 'A template as plain text: its weeks, days and exercises with their targets.';

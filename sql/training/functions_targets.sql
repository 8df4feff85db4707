-- training: the weight to lift next. It follows from finished sessions alone, never from those under way.

create function private.training_max(p_client_id uuid, p_exercise_id uuid)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select m.value from public.performance_metrics m
      where m.client_id = p_client_id and m.exercise_id = p_exercise_id and m.metric = 'training_max'
      order by m.measured_on desc, m.created_at desc limit 1
    ),
    (
      select max(private.e1rm(x.kg, x.reps, x.rpe)) from public.exercise_completions x
      join public.workout_sessions s on s.id = x.session_id
      where x.client_id = p_client_id and x.exercise_id = p_exercise_id and not x.is_warmup and s.status = 'finished'
    )
  );
end;
$$;

comment on function private.training_max(uuid, uuid) is 'What percentages of an exercise are of: the training_max that was measured last, else the highest e1RM of finished sessions, else null.';


create function private.next_kg(p_session public.workout_sessions, p_target public.session_exercises)
returns numeric
language plpgsql
stable
set search_path = ''
as $$
declare
  v_week     integer := coalesce(p_session.program_week, 1);
  v_max      numeric;
  v_kg       numeric;
  v_rule     jsonb;
  v_from     integer;
  v_every    integer;
  v_percents numeric[];
  v_last     record;
  v_step     numeric;
  v_rounding numeric;
begin
  if p_target.load_kind = 'percent' then
    v_max := private.training_max(p_session.client_id, p_target.exercise_id);
  end if;
  v_kg := case p_target.load_kind when 'kg' then p_target.load when 'percent' then v_max * p_target.load / 100 end;
  v_rounding := case when p_target.load_kind = 'percent' then 2.5 end;

  for v_rule in select r.value from jsonb_array_elements(p_target.progression) with ordinality r order by r.value ->> 'kind' = 'deload', r.ordinality loop
    v_from := coalesce((v_rule ->> 'from_week')::integer, 1);
    v_every := coalesce((v_rule ->> 'every')::integer, 1);
    continue when v_week < v_from;
    v_rounding := coalesce((v_rule ->> 'rounding')::numeric, v_rounding, 2.5);

    if v_rule ->> 'kind' = 'wave' then
      v_percents := array(select p::numeric from jsonb_array_elements_text(v_rule -> 'percents') p);
      v_kg := case p_target.load_kind when 'kg' then p_target.load when 'percent' then v_max end
        * v_percents[(v_week - v_from) % cardinality(v_percents) + 1] / 100;
    elsif v_rule ->> 'kind' = 'deload' then
      if (v_week - v_from + 1) % v_every = 0 then
        v_kg := case v_rule ->> 'step_unit' when 'kg' then v_kg - (v_rule ->> 'step')::numeric else v_kg * (1 - (v_rule ->> 'step')::numeric / 100) end;
      end if;
    else
      -- The finished sessions of this day of the programme, without its deload weeks.
      select
        count(*)::integer as times,
        count(*) filter (where h.is_success)::integer as successes,
        (array_agg(h.kg order by h.finished_at desc, h.program_week desc))[1] as kg,
        (array_agg(h.is_success order by h.finished_at desc, h.program_week desc))[1] as is_success
      into v_last
      from (
        select s.finished_at, s.program_week, d.kg,
               coalesce(d.sets >= t.sets, false) and d.kg >= coalesce(t.target_kg, 0) as is_success
        from public.workout_sessions s
        join public.session_exercises t on t.session_id = s.id and t.client_id = s.client_id
        cross join lateral (
          select max(x.kg) as kg,
                 sum(case when x.side is null then 1 else 0.5 end) filter (
                   where x.kg >= coalesce(t.target_kg, 0)
                     and x.reps >= coalesce(case v_rule ->> 'kind' when 'double' then t.reps_max else t.reps_min end, 1)
                 ) as sets
          from public.exercise_completions x
          where x.session_exercise_id = t.id and x.client_id = t.client_id and x.exercise_id = t.exercise_id and not x.is_warmup
        ) d
        where s.client_program_id = p_session.client_program_id and s.client_id = p_session.client_id
          and s.status = 'finished' and s.id <> p_session.id and s.position = p_session.position
          and t.exercise_id = p_target.exercise_id and d.kg is not null
          and not exists (
            select from jsonb_array_elements(t.progression) r
            where r ->> 'kind' = 'deload' and s.program_week >= coalesce((r ->> 'from_week')::integer, 1)
              and (s.program_week - coalesce((r ->> 'from_week')::integer, 1) + 1) % coalesce((r ->> 'every')::integer, 1) = 0
          )
      ) h;
      if v_last.times > 0 then
        v_step := case v_rule ->> 'step_unit' when 'percent' then v_last.kg * (v_rule ->> 'step')::numeric / 100 else (v_rule ->> 'step')::numeric end;
        v_kg := case
          when v_rule ->> 'kind' = 'double' or coalesce((v_rule ->> 'requires_success')::boolean, false) then
            v_last.kg + case when v_last.is_success and v_last.successes % v_every = 0 then v_step else 0 end
          else v_last.kg + case when v_last.times % v_every = 0 then v_step else 0 end
        end;
      end if;
    end if;
  end loop;

  v_kg := case when v_rounding is null then v_kg else round(v_kg / v_rounding) * v_rounding end;
  return case when v_kg is not null then round(greatest(v_kg, 0), 2) end;
end;
$$;

comment on function private.next_kg(public.workout_sessions, public.session_exercises) is
  'The weight of an exercise of a session by its rules. double: a step more once all sets have reached reps_max. linear: a step more every so many sessions; with requires_success only if all sets have reached reps_min. wave: percents of the load or training max, week by week. deload: a step less every so many weeks; such weeks count for no rule. Null where no weight follows.';

-- training: what it says in weekly reports.

create function private.training_week(p_client_ids uuid[], p_from date[], p_to date[])
returns table (client_id uuid, numbers jsonb, coach text, client text)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select
    c.id,
    jsonb_build_object('planned', w.planned, 'finished', w.finished, 'skipped', w.skipped, 'missed', w.missed),
    case coalesce(coach.locale, c.locale)
      when 'ru' then concat(
        'Тренировки по программе', case when r.is_running then ' пока' end, format(': сделано %s из %s', w.finished, w.planned),
        case when w.skipped > 0 then format(', пропущено %s', w.skipped) end, case when w.missed > 0 then format(', не отмечено %s', w.missed) end, '.'
      )
      else concat(
        'Programme workouts', case when r.is_running then ' so far' end, format(': %s of %s done', w.finished, w.planned),
        case when w.skipped > 0 then format(', %s skipped', w.skipped) end, case when w.missed > 0 then format(', %s missed', w.missed) end, '.'
      )
    end,
    -- The client is not told of what was not done.
    case when w.finished = 0 then ''
      when c.locale = 'ru' then concat('Тренировки по программе', case when r.is_running then ' пока' end, format(': сделано %s из %s.', w.finished, w.planned))
      else concat('Workouts of your programme', case when r.is_running then ' so far' end, format(': %s of %s done.', w.finished, w.planned))
    end
  from unnest(p_client_ids, p_from, p_to) p (client_id, first_day, last_day)
  join public.clients c on c.id = p.client_id
  left join public.profiles coach on coach.id = c.coach_id
  cross join lateral (select not private.is_over(p.last_day, c.timezone) as is_running) r
  join public.training_adherence w on w.client_id = p.client_id and w.week = p.first_day;
end;
$$;

comment on function private.training_week(uuid[], date[], date[]) is
  'What training says of weeks, see private.add_week_facts: the workouts of programmes that were planned, finished, skipped and missed. A week begins on Monday.';

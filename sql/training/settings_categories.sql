-- training: the built-in trees of movements, muscles and equipment. An exercise names only categories without children. Idempotent.

insert into public.exercise_categories (kind, slug, name_en, name_ru, position) values
  ('movement', 'squat', 'Squat', 'Приседания', 1),
  ('movement', 'hinge', 'Hip hinge', 'Тяги и наклоны', 2),
  ('movement', 'hip_extension', 'Hip extension', 'Разгибание бедра', 3),
  ('movement', 'lunge', 'Lunge and step', 'Выпады и зашагивания', 4),
  ('movement', 'push', 'Push', 'Жимы', 5),
  ('movement', 'pull', 'Pull', 'Тяги для спины', 6),
  ('movement', 'isolation', 'Isolation', 'Изоляция', 7),
  ('movement', 'trunk', 'Trunk', 'Корпус', 8),
  ('movement', 'power', 'Power', 'Взрывная сила', 9),
  ('movement', 'carry', 'Carry and sled', 'Проходки и сани', 10),
  ('movement', 'cardio', 'Cardio', 'Кардио', 11),
  ('movement', 'mobility', 'Mobility and rehab', 'Подвижность и реабилитация', 12),

  ('muscle', 'chest', 'Chest', 'Грудные', 1),
  ('muscle', 'back', 'Back', 'Спина', 2),
  ('muscle', 'shoulders', 'Shoulders', 'Плечи', 3),
  ('muscle', 'arms', 'Arms', 'Руки', 4),
  ('muscle', 'core', 'Core', 'Кор', 5),
  ('muscle', 'legs', 'Legs and hips', 'Ноги и таз', 6),
  ('muscle', 'neck', 'Neck', 'Шея', 7),

  ('equipment', 'no_equipment', 'No equipment', 'Без инвентаря', 1),
  ('equipment', 'free_weights', 'Free weights', 'Свободные веса', 2),
  ('equipment', 'machines', 'Machines', 'Тренажёры', 3),
  ('equipment', 'stands', 'Benches, racks and bars', 'Скамьи, стойки и перекладины', 4),
  ('equipment', 'small_equipment', 'Small equipment', 'Малый инвентарь', 5),
  ('equipment', 'cardio_machines', 'Cardio machines', 'Кардиотренажёры', 6),
  ('equipment', 'outdoor_equipment', 'Outdoors and pool', 'Улица и бассейн', 7)
on conflict (slug) do update
  set kind = excluded.kind,
      parent_id = null,
      name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      position = excluded.position;

insert into public.exercise_categories (kind, parent_id, slug, name_en, name_ru, position)
select child.kind::public.category_kind, parent.id, child.slug, child.name_en, child.name_ru, child.position
from (values
  ('movement', 'push', 'horizontal_push', 'Horizontal push', 'Горизонтальный жим', 1),
  ('movement', 'push', 'vertical_push', 'Vertical push', 'Вертикальный жим', 2),

  ('movement', 'pull', 'horizontal_pull', 'Horizontal pull', 'Горизонтальная тяга', 1),
  ('movement', 'pull', 'vertical_pull', 'Vertical pull', 'Вертикальная тяга', 2),

  ('movement', 'isolation', 'chest_fly', 'Chest fly', 'Сведение рук', 1),
  ('movement', 'isolation', 'rear_fly', 'Rear fly', 'Разведение рук назад', 2),
  ('movement', 'isolation', 'shoulder_raise', 'Shoulder raise', 'Подъём рук', 3),
  ('movement', 'isolation', 'shoulder_extension', 'Shoulder extension', 'Пуловер', 4),
  ('movement', 'isolation', 'shrug', 'Shrug', 'Шраги', 5),
  ('movement', 'isolation', 'elbow_flexion', 'Elbow flexion', 'Сгибание рук', 6),
  ('movement', 'isolation', 'elbow_extension', 'Elbow extension', 'Разгибание рук', 7),
  ('movement', 'isolation', 'grip', 'Grip and wrist', 'Хват и запястья', 8),
  ('movement', 'isolation', 'knee_extension', 'Knee extension', 'Разгибание ног', 9),
  ('movement', 'isolation', 'knee_flexion', 'Knee flexion', 'Сгибание ног', 10),
  ('movement', 'isolation', 'hip_abduction', 'Hip abduction', 'Отведение бедра', 11),
  ('movement', 'isolation', 'hip_adduction', 'Hip adduction', 'Приведение бедра', 12),
  ('movement', 'isolation', 'hip_flexion', 'Hip flexion', 'Сгибание бедра', 13),
  ('movement', 'isolation', 'ankle', 'Calf and shin', 'Голень', 14),
  ('movement', 'isolation', 'neck_movement', 'Neck', 'Шея', 15),

  ('movement', 'trunk', 'trunk_flexion', 'Trunk flexion', 'Скручивания и подъёмы ног', 1),
  ('movement', 'trunk', 'trunk_rotation', 'Trunk rotation and side bend', 'Повороты и боковые наклоны', 2),
  ('movement', 'trunk', 'trunk_stability', 'Trunk stability', 'Стабилизация корпуса', 3),

  ('movement', 'power', 'olympic_lift', 'Olympic lift', 'Тяжёлая атлетика', 1),
  ('movement', 'power', 'kettlebell_lift', 'Kettlebell lift', 'Гиревой спорт', 2),
  ('movement', 'power', 'jump', 'Jump', 'Прыжки', 3),
  ('movement', 'power', 'throw', 'Throw', 'Броски', 4),

  ('movement', 'cardio', 'run_and_walk', 'Run and walk', 'Бег и ходьба', 1),
  ('movement', 'cardio', 'cardio_machine', 'Cardio machine', 'Кардиотренажёры', 2),
  ('movement', 'cardio', 'outdoor_and_swim', 'Outdoors and swimming', 'Улица и бассейн', 3),
  ('movement', 'cardio', 'conditioning', 'Conditioning', 'Функциональное кардио', 4),

  ('movement', 'mobility', 'stretch', 'Stretch', 'Растяжка', 1),
  ('movement', 'mobility', 'mobility_drill', 'Mobility drill', 'Суставная подвижность', 2),
  ('movement', 'mobility', 'self_massage', 'Self-massage', 'Самомассаж', 3),
  ('movement', 'mobility', 'rehab', 'Rehab basics', 'Основы реабилитации', 4),

  ('muscle', 'back', 'lats', 'Lats', 'Широчайшие', 1),
  ('muscle', 'back', 'upper_back', 'Upper back', 'Верх спины', 2),
  ('muscle', 'back', 'traps', 'Upper traps', 'Верх трапеций', 3),
  ('muscle', 'back', 'lower_back', 'Lower back', 'Разгибатели спины', 4),

  ('muscle', 'shoulders', 'front_delts', 'Front delts', 'Передние дельты', 1),
  ('muscle', 'shoulders', 'side_delts', 'Side delts', 'Средние дельты', 2),
  ('muscle', 'shoulders', 'rear_delts', 'Rear delts', 'Задние дельты', 3),
  ('muscle', 'shoulders', 'rotator_cuff', 'Rotator cuff', 'Вращательная манжета', 4),

  ('muscle', 'arms', 'biceps', 'Biceps', 'Бицепс', 1),
  ('muscle', 'arms', 'triceps', 'Triceps', 'Трицепс', 2),
  ('muscle', 'arms', 'forearms', 'Forearms', 'Предплечья', 3),

  ('muscle', 'core', 'abs', 'Abs', 'Прямая мышца живота', 1),
  ('muscle', 'core', 'obliques', 'Obliques', 'Косые мышцы живота', 2),
  ('muscle', 'core', 'deep_core', 'Deep core', 'Глубокие мышцы живота', 3),

  ('muscle', 'legs', 'quads', 'Quads', 'Квадрицепс', 1),
  ('muscle', 'legs', 'hamstrings', 'Hamstrings', 'Задняя поверхность бедра', 2),
  ('muscle', 'legs', 'glutes', 'Glutes', 'Большие ягодичные', 3),
  ('muscle', 'legs', 'abductors', 'Abductors', 'Средние ягодичные', 4),
  ('muscle', 'legs', 'adductors', 'Adductors', 'Приводящие', 5),
  ('muscle', 'legs', 'hip_flexors', 'Hip flexors', 'Сгибатели бедра', 6),
  ('muscle', 'legs', 'calves', 'Calves', 'Икры', 7),
  ('muscle', 'legs', 'shins', 'Front and side of the shin', 'Передняя и боковая поверхность голени', 8),
  ('muscle', 'legs', 'feet', 'Feet', 'Мышцы стопы', 9),

  ('equipment', 'free_weights', 'barbell', 'Barbell', 'Штанга', 1),
  ('equipment', 'free_weights', 'ez_bar', 'EZ bar', 'EZ-гриф', 2),
  ('equipment', 'free_weights', 'trap_bar', 'Trap bar', 'Трэп-гриф', 3),
  ('equipment', 'free_weights', 'dumbbell', 'Dumbbell', 'Гантели', 4),
  ('equipment', 'free_weights', 'kettlebell', 'Kettlebell', 'Гиря', 5),
  ('equipment', 'free_weights', 'plate', 'Weight plate', 'Диск от штанги', 6),
  ('equipment', 'free_weights', 'medicine_ball', 'Medicine ball', 'Медбол', 7),
  ('equipment', 'free_weights', 'sandbag', 'Sandbag', 'Сэндбэг', 8),

  ('equipment', 'machines', 'cable_machine', 'Cable machine', 'Блочный тренажёр', 1),
  ('equipment', 'machines', 'strength_machine', 'Strength machine', 'Силовой тренажёр', 2),
  ('equipment', 'machines', 'smith_machine', 'Smith machine', 'Машина Смита', 3),

  ('equipment', 'stands', 'bench', 'Bench', 'Скамья', 1),
  ('equipment', 'stands', 'preacher_bench', 'Preacher bench', 'Скамья Скотта', 2),
  ('equipment', 'stands', 'back_extension_bench', 'Back extension bench', 'Скамья для гиперэкстензии', 3),
  ('equipment', 'stands', 'squat_rack', 'Squat rack', 'Стойки', 4),
  ('equipment', 'stands', 'landmine', 'Landmine', 'Лэндмайн', 5),
  ('equipment', 'stands', 'pull_up_bar', 'Pull-up bar', 'Турник', 6),
  ('equipment', 'stands', 'dip_bars', 'Dip bars', 'Брусья', 7),
  ('equipment', 'stands', 'box', 'Box', 'Тумба', 8),

  ('equipment', 'small_equipment', 'resistance_band', 'Resistance band', 'Резиновая петля', 1),
  ('equipment', 'small_equipment', 'mini_band', 'Mini band', 'Фитнес-резинка', 2),
  ('equipment', 'small_equipment', 'suspension_trainer', 'Suspension trainer', 'Подвесные петли', 3),
  ('equipment', 'small_equipment', 'gymnastic_rings', 'Gymnastic rings', 'Гимнастические кольца', 4),
  ('equipment', 'small_equipment', 'stability_ball', 'Stability ball', 'Фитбол', 5),
  ('equipment', 'small_equipment', 'ab_wheel', 'Ab wheel', 'Ролик для пресса', 6),
  ('equipment', 'small_equipment', 'sliders', 'Sliders', 'Глайдинг-диски', 7),
  ('equipment', 'small_equipment', 'foam_roller', 'Foam roller', 'Массажный ролл', 8),
  ('equipment', 'small_equipment', 'jump_rope', 'Jump rope', 'Скакалка', 9),
  ('equipment', 'small_equipment', 'weight_belt', 'Dip belt', 'Пояс для отягощений', 10),
  ('equipment', 'small_equipment', 'hand_gripper', 'Hand gripper', 'Кистевой эспандер', 11),
  ('equipment', 'small_equipment', 'battle_ropes', 'Battle ropes', 'Канаты', 12),
  ('equipment', 'small_equipment', 'sled', 'Sled', 'Сани', 13),
  ('equipment', 'small_equipment', 'punching_bag', 'Punching bag', 'Боксёрский мешок', 14),

  ('equipment', 'cardio_machines', 'treadmill', 'Treadmill', 'Беговая дорожка', 1),
  ('equipment', 'cardio_machines', 'exercise_bike', 'Exercise bike', 'Велотренажёр', 2),
  ('equipment', 'cardio_machines', 'air_bike', 'Air bike', 'Аэробайк', 3),
  ('equipment', 'cardio_machines', 'rowing_machine', 'Rowing machine', 'Гребной тренажёр', 4),
  ('equipment', 'cardio_machines', 'ski_erg', 'Ski erg', 'Лыжный тренажёр', 5),
  ('equipment', 'cardio_machines', 'elliptical_trainer', 'Elliptical trainer', 'Эллипсоид', 6),
  ('equipment', 'cardio_machines', 'stair_climber', 'Stair climber', 'Тренажёр-лестница', 7),

  ('equipment', 'outdoor_equipment', 'bicycle', 'Bicycle', 'Велосипед', 1),
  ('equipment', 'outdoor_equipment', 'pool', 'Pool', 'Бассейн', 2),
  ('equipment', 'outdoor_equipment', 'skis', 'Skis', 'Лыжи', 3),
  ('equipment', 'outdoor_equipment', 'walking_poles', 'Walking poles', 'Палки для ходьбы', 4),
  ('equipment', 'outdoor_equipment', 'backpack', 'Backpack', 'Рюкзак', 5)
) as child (kind, parent_slug, slug, name_en, name_ru, position)
join public.exercise_categories parent on parent.slug = child.parent_slug
on conflict (slug) do update
  set kind = excluded.kind,
      parent_id = excluded.parent_id,
      name_en = excluded.name_en,
      name_ru = excluded.name_ru,
      position = excluded.position;

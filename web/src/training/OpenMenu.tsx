import { Menu } from "@mantine/core";
import type { ActionMenuProps } from "./ActionMenu";

export default function OpenMenu({ trigger, actions }: ActionMenuProps) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>{trigger}</Menu.Target>
      <Menu.Dropdown>
        {actions.map(({ label, onClick, isDanger, isDisabled = false }) => (
          <Menu.Item key={label} disabled={isDisabled} onClick={onClick} {...(isDanger && { color: "red" })}>
            {label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { Type, type TEnum, type TInteger } from 'typebox';

export const policy = (): TEnum<['accept', 'drop']> => Type.Enum(['accept', 'drop']);

export const direction = (): TEnum<['inbound', 'outbound']> => Type.Enum(['inbound', 'outbound']);

export const protocol = (): TEnum<['TCP', 'UDP', 'ICMP', 'ANY']> => Type.Enum(['TCP', 'UDP', 'ICMP', 'ANY']);

export const port = (): TInteger => Type.Integer({ minimum: 1, maximum: 65535 });

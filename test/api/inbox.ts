import type { ConversationRecord, MessageContent, MessageRecord, World } from '../../src/index.js'

/**
 * A world for lists: every status, two channels of one type, an assignee of each kind, equal timestamps, a contact without a name and a
 * conversation without messages. The number in a conversation's id is its position in the order of writing, and of creation.
 */
export const inbox: World = {
  version: 1,
  organization: { id: 'org_inbox', name: 'Inbox' },
  users: [
    { id: 'user_ana', name: 'Ana Ribeiro', email: 'ana@company.com' },
    { id: 'user_bo', name: 'Bo Chen', email: 'bo@company.com' },
  ],
  bots: [
    { id: 'bot_help', name: 'Help Bot' },
    { id: 'bot_sales', name: 'Sales Bot' },
  ],
  channels: [
    { id: 'ch_support', type: 'whatsapp', name: 'Support' },
    { id: 'ch_sales', type: 'whatsapp', name: 'Sales' },
    { id: 'ch_chat', type: 'webchat', name: 'Chat' },
  ],
  contacts: [
    { id: 'contact_john', name: 'John Doe', phone: '+5511999999999' },
    { id: 'contact_maria', name: 'Maria Silva', email: 'maria@example.com' },
    { id: 'contact_nameless', phone: '+351911111111' },
  ],
  conversations: [
    conversation(1, {
      status: 'open',
      channelId: 'ch_support',
      contactId: 'contact_john',
      assigneeId: 'user_ana',
      botId: 'bot_help',
      botActive: false,
      createdAt: '2024-01-10T08:00:00Z',
      updatedAt: '2024-01-14T09:00:00Z',
    }),
    conversation(2, {
      status: 'pending',
      channelId: 'ch_sales',
      contactId: 'contact_john',
      assigneeId: 'user_bo',
      createdAt: '2024-01-11T00:00:00Z',
      updatedAt: '2024-01-12T10:00:00Z',
    }),
    conversation(3, {
      status: 'snoozed',
      snoozedUntil: '2024-01-20T08:00:00Z',
      channelId: 'ch_chat',
      contactId: 'contact_maria',
      botId: 'bot_help',
      createdAt: '2024-01-11T23:59:59Z',
      updatedAt: '2024-01-14T09:00:00Z',
    }),
    conversation(4, {
      status: 'closed',
      closedAt: '2024-01-13T00:00:00Z',
      closedById: 'user_bo',
      channelId: 'ch_support',
      contactId: 'contact_maria',
      assigneeId: 'bot_sales',
      botId: 'bot_sales',
      createdAt: '2024-01-12T00:00:00Z',
      updatedAt: '2024-01-13T00:00:00Z',
    }),
    conversation(5, {
      status: 'open',
      channelId: 'ch_chat',
      contactId: 'contact_nameless',
      createdAt: '2024-01-13T12:00:00Z',
      updatedAt: '2024-01-13T12:00:00Z',
    }),
    conversation(6, {
      status: 'open',
      channelId: 'ch_sales',
      contactId: 'contact_maria',
      assigneeId: 'user_ana',
      botId: 'bot_sales',
      createdAt: '2024-01-14T09:00:00Z',
      updatedAt: '2024-01-15T10:30:00Z',
    }),
  ],
  messages: [
    inbound(1, '2024-01-10T08:00:00Z', text('I would like a REFUND, please'), 'read'),
    inbound(1, '2024-01-13T09:00:00Z', text('Hello? 100%_sure')),
    inbound(1, '2024-01-14T09:00:00Z', { type: 'image', url: 'https://cdn.example.com/receipt.jpg', caption: 'My receipt' }),
    outbound(2, '2024-01-12T10:00:00Z', text('Your quote\nis on its way')),
    inbound(3, '2024-01-11T23:59:59Z', { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Warehouse' }),
    ...[16, 17, 18, 19, 20].map((hour) => outbound(4, `2024-01-12T${hour}:00:00Z`, text(`Offer of ${hour}:00`))),
    inbound(6, '2024-01-14T09:00:00Z', text('About the refund: thank you')),
    inbound(6, '2024-01-15T10:30:00Z', { type: 'buttons', text: 'Anything else?', buttons: [{ id: 'no', title: 'Nope' }] }),
  ],
}

function conversation(number: number, fields: Omit<ConversationRecord, 'id'>): ConversationRecord {
  return { id: `conv_${number}`, ...fields }
}

function text(words: string): MessageContent {
  return { type: 'text', text: words }
}

function inbound(number: number, timestamp: string, content: MessageContent, status: MessageRecord['status'] = 'delivered'): MessageRecord {
  return { id: `msg_${number}_${timestamp}`, conversationId: `conv_${number}`, direction: 'inbound', content, status, timestamp }
}

function outbound(number: number, timestamp: string, content: MessageContent): MessageRecord {
  return { id: `msg_${number}_${timestamp}`, conversationId: `conv_${number}`, direction: 'outbound', content, status: 'sent', timestamp }
}

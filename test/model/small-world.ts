import type { components } from '../../src/generated/world.js'

export type World = components['schemas']['World']

/** The frozen time of a small world's clock. */
export const NOW = '2024-01-15T12:00:00Z'

/**
 * A small world full of edge cases: conversations in every status, equal timestamps, two contacts with one phone number, contacts with and
 * without a name, messages of several kinds and one conversation without any.
 */
export const smallWorld: World = {
  version: 1,
  organization: { id: 'org_small', name: 'Small World' },
  users: [
    { id: 'user_ana', name: 'Ana Ribeiro', email: 'ana@company.com' },
    { id: 'user_bo', name: 'Bo Chen', email: 'bo@company.com' },
    { id: 'user_cy', name: 'Cy Dias', email: 'cy@company.com' },
  ],
  bots: [
    { id: 'bot_help', name: 'Help Bot' },
    { id: 'bot_sales', name: 'Sales Bot' },
  ],
  channels: [
    { id: 'ch_support', type: 'whatsapp', name: 'WhatsApp Support' },
    { id: 'ch_sales', type: 'whatsapp', name: 'WhatsApp Sales' },
    { id: 'ch_mail', type: 'email', name: 'Mail' },
  ],
  contacts: [
    {
      id: 'contact_john',
      name: 'John Doe',
      phone: '+5511999999999',
      email: 'john@example.com',
      avatar: 'https://cdn.example.com/john.jpg',
      metadata: { tier: 'premium' },
    },
    { id: 'contact_jane', name: 'Jane Smith', phone: '+5511999999999', email: 'jane@example.com' },
    { id: 'contact_anon', email: 'anon@example.com' },
  ],
  conversations: [
    {
      id: 'conv_open',
      status: 'open',
      channelId: 'ch_support',
      contactId: 'contact_john',
      assigneeId: 'user_bo', // agentIds is left out: the assignee is the one user that was ever assigned
      botId: 'bot_help',
      botActive: false,
      metadata: { source: 'website', tier: 'gold' },
      tags: ['vip'],
      createdAt: '2024-01-14T09:00:00Z',
      updatedAt: '2024-01-15T10:00:00Z',
    },
    {
      id: 'conv_pending',
      status: 'pending',
      channelId: 'ch_mail',
      contactId: 'contact_jane',
      priority: 'high',
      createdAt: '2024-01-14T23:59:59Z',
      updatedAt: '2024-01-15T10:00:00Z',
    },
    {
      id: 'conv_snoozed',
      status: 'snoozed',
      channelId: 'ch_sales',
      contactId: 'contact_john',
      assigneeId: 'bot_sales',
      botId: 'bot_sales',
      snoozedUntil: '2024-01-15T12:30:00Z',
      metadata: { source: 'campaign' },
      createdAt: '2024-01-14T23:59:59Z',
      updatedAt: '2024-01-15T11:00:00Z',
    },
    {
      id: 'conv_closed',
      status: 'closed',
      channelId: 'ch_support',
      contactId: 'contact_jane',
      assigneeId: 'user_cy',
      agentIds: ['user_ana', 'user_cy'],
      assignedAt: '2024-01-13T09:30:00Z',
      assignedById: 'user_ana',
      closedAt: '2024-01-15T09:00:00Z',
      closedById: 'user_cy',
      resolution: 'resolved',
      closureReason: 'Paid',
      tags: ['billing', 'vip'],
      createdAt: '2024-01-13T09:00:00Z',
      updatedAt: '2024-01-15T09:00:00Z',
    },
    {
      id: 'conv_reclosed',
      status: 'closed',
      channelId: 'ch_mail',
      contactId: 'contact_anon',
      agentIds: ['user_bo'],
      closedAt: '2024-01-15T09:00:00Z',
      closedById: 'user_bo',
      reopenedAt: '2024-01-14T12:00:00Z',
      reopenedById: 'user_bo',
      createdAt: '2024-01-13T09:00:00Z',
      updatedAt: '2024-01-15T09:00:00Z',
    },
    {
      id: 'conv_silent',
      status: 'open',
      channelId: 'ch_sales',
      contactId: 'contact_jane',
      createdAt: '2024-01-15T00:00:00Z',
      updatedAt: '2024-01-15T00:00:00Z',
    },
    {
      id: 'conv_bot',
      status: 'open',
      channelId: 'ch_mail',
      contactId: 'contact_john',
      botId: 'bot_help',
      metadata: { nested: { list: [1, { deep: true }] } },
      createdAt: '2024-01-15T00:00:00Z',
      updatedAt: '2024-01-15T10:00:00Z',
    },
  ],
  messages: [
    inbound('msg_1', 'conv_open', '2024-01-14T09:00:00Z', 'Where is my order?', 'read'),
    outbound('msg_2', 'conv_open', '2024-01-14T09:01:00Z', 'Let me look, John'),
    inbound('msg_3', 'conv_open', '2024-01-15T10:00:00Z', 'Thanks!', 'delivered'),
    inbound('msg_4', 'conv_pending', '2024-01-14T23:59:59Z', 'My invoice is wrong', 'read'),
    outbound('msg_5', 'conv_pending', '2024-01-15T10:00:00Z', 'Which one?'),
    inbound('msg_6', 'conv_snoozed', '2024-01-15T11:00:00Z', 'Call me tomorrow', 'delivered'),
    inbound('msg_7', 'conv_snoozed', '2024-01-15T11:00:00Z', 'After lunch', 'delivered'),
    {
      id: 'msg_8',
      conversationId: 'conv_closed',
      direction: 'inbound',
      content: { type: 'image', url: 'https://cdn.example.com/1.jpg', caption: 'The receipt, in ÇEŞME\nof last week' },
      status: 'read',
      timestamp: '2024-01-13T09:00:00Z',
    },
    outbound('msg_9', 'conv_closed', '2024-01-15T08:59:00Z', 'All paid, thank you'),
    inbound('msg_10', 'conv_reclosed', '2024-01-13T09:00:00Z', 'ORDER 66?', 'delivered'),
    {
      id: 'msg_11',
      conversationId: 'conv_bot',
      direction: 'inbound',
      content: { type: 'location', latitude: -23.5, longitude: -46.6, name: 'Office' },
      status: 'delivered',
      timestamp: '2024-01-15T10:00:00Z',
    },
    {
      id: 'msg_13',
      conversationId: 'conv_bot',
      direction: 'inbound',
      content: { type: 'image', url: 'https://cdn.example.com/receipt.jpg' },
      status: 'pending',
      timestamp: '2024-01-15T10:00:00Z',
    },
    // Sent before the message above, but written after it.
    inbound('msg_12', 'conv_bot', '2024-01-15T00:00:00Z', 'Hello?', 'delivered'),
  ],
}

type MessageRecord = components['schemas']['MessageRecord']

function inbound(id: string, conversationId: string, timestamp: string, text: string, status: 'read' | 'delivered'): MessageRecord {
  return { id, conversationId, direction: 'inbound', content: { type: 'text', text }, status, timestamp }
}

function outbound(id: string, conversationId: string, timestamp: string, text: string): MessageRecord {
  return { id, conversationId, direction: 'outbound', content: { type: 'text', text }, status: 'sent', senderId: 'user_bo', timestamp }
}

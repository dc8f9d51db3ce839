using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Balcao.WhatsApp;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.World;

/// <summary>A chat that was written directly to the database, with the rows it needs.</summary>
public sealed record PlacedChat(TenantId Tenant, ChatId Id, ConversationId Conversation, ContactId Contact, TicketId Ticket, MessageId Message);

/// <summary>Creates chats for tests that do not test how chats are created; those post webhooks.</summary>
public static class Attendance
{
    extension(BalcaoApp app)
    {
        /// <summary>Creates a new contact with one message and a waiting chat.</summary>
        public Task<PlacedChat> ChatWaiting(Customer from, string text = "Bom dia") => app.ChatWaiting(Cast.Balcao500, Cast.Atendimento, from, text);

        public async Task<PlacedChat> ChatWaiting(CastNumber number, ChatGroupId group, Customer from, string text = "Bom dia")
        {
            var (tenant, now) = (number.Tenant, app.Time.GetUtcNow());
            var placed = new PlacedChat(tenant, ChatId.New(now), ConversationId.New(now), ContactId.New(now), TicketId.New(now), MessageId.New(now));
            await using var scope = app.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
            var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
            await work.BeginWriteAsync(TenantScope.Of(tenant), CancellationToken.None);

            db.Add(new Contact { TenantId = tenant, Id = placed.Contact, Name = from.Name, Phone = from.WaId, CreatedAt = now });
            await db.SaveChangesAsync();
            db.Add(new ContactIdentity
            {
                TenantId = tenant, Kind = IdentityKind.Phone, Value = PhoneNumberFolding.Fold(from.WaId)!, ContactId = placed.Contact,
            });
            db.Add(new ContactAudience { TenantId = tenant, ContactId = placed.Contact, GroupId = group });
            var conversation = new Conversation
            {
                TenantId = tenant, Id = placed.Conversation, ChannelId = number.Id, ContactId = placed.Contact, LastActivityAt = now,
            };
            var message = new Message
            {
                TenantId = tenant, Id = placed.Message, ConversationId = placed.Conversation, ChannelId = number.Id, ChatId = placed.Id,
                Direction = MessageDirection.Inbound, Kind = MessageKind.Text, At = now, StoredAt = now, Text = text, Wamid = FakeGraph.NewWamid(),
            };
            conversation.Received(message);
            db.Add(conversation);
            await db.SaveChangesAsync();
            db.Add(new Ticket
            {
                TenantId = tenant, Id = placed.Ticket, ConversationId = placed.Conversation,
                ContactId = placed.Contact, GroupId = group, Subject = text, OpenedAt = now,
            });
            await work.SaveAsync(CancellationToken.None);
            db.Add(new Chat
            {
                TenantId = tenant, Id = placed.Id, ConversationId = placed.Conversation, GroupId = group, TicketId = placed.Ticket, WaitingSince = now,
            });
            await db.SaveChangesAsync();
            db.Add(message);
            await work.CommitAsync(CancellationToken.None);
            return placed;
        }

        /// <summary>Creates another ticket of the chat's contact, without a chat.</summary>
        public async Task<TicketId> LaterTicketAsync(PlacedChat chat, string subject)
        {
            var now = app.Time.GetUtcNow();
            var ticket = new Ticket
            {
                TenantId = chat.Tenant, Id = TicketId.New(now), ConversationId = chat.Conversation, ContactId = chat.Contact, GroupId = Atendimento, Subject = subject, OpenedAt = now,
            };
            await app.WriteAsync(chat.Tenant, db => db.Add(ticket));
            return ticket.Id;
        }

        /// <summary>Creates a chat that the agent serves.</summary>
        public async Task<PlacedChat> ChatServedBy(Member agent, Customer from, string text = "Bom dia")
        {
            var placed = await app.ChatWaiting(from, text);
            DateTimeOffset? now = app.Time.GetUtcNow();
            AgentId? id = agent.Id;
            await app.WriteAsync(TenantScope.Of(placed.Tenant), db => db.Chats.Where(c => c.Id == placed.Id).ExecuteUpdateAsync(set => set
                .SetProperty(c => c.Status, ChatStatus.InService).SetProperty(c => c.AgentId, id).SetProperty(c => c.StartedAt, now)));
            return placed;
        }
    }
}

using System.Net;
using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Balcao.Tests.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Reads;

/// <summary>
/// Rule A9, for every way to access a conversation: each shows it to the same agents. A chat is visible to those who may see
/// its group; the history (everything else) to those who may see any of the contact's chats.
/// </summary>
public sealed class VisibilityTests(BalcaoApp app) : HttpTests(app)
{
    private static readonly Member Elisa = new("Elisa Prado", "elisa@loja.example", Role.Agent, LojaExemplo, AgentId.New(Opening).Value);

    private static int _count;

    /// <summary>The ways to see a chat of Atendimento.</summary>
    private static readonly Dictionary<string, Func<Look, Task<bool>>> WaysToTheChat = new()
    {
        ["list of chats"] = async look => (await look.Api.ListChatsAsync(limit: 200, ct: Cancel)).Items.Any(c => c.Id == look.At.Id),
        ["chat"] = look => IsFoundAsync(async () => (await look.Api.GetChatAsync(look.At.Id, Cancel)).Id == look.At.Id),
        ["chats of the conversation"] = look => IsFoundAsync(async () => (await look.Api.GetConversationAsync(look.At.Conversation, Cancel)).Chats.Any(c => c.Id == look.At.Id)),
        ["changes: chat"] = async look => (await look.ChangesAsync()).Chats.Any(c => c.Id == look.At.Id),
        ["push: chat"] = look => Task.FromResult(look.Screen.Pushes.Any(p => p.Chats.Any(c => c.Id == look.At.Id))),
    };

    /// <summary>The ways to see the contact and all its messages.</summary>
    private static readonly Dictionary<string, Func<Look, Task<bool>>> WaysToTheHistory = new()
    {
        ["conversation"] = look => IsFoundAsync(async () => (await look.Api.GetConversationAsync(look.At.Conversation, Cancel)).Conversation.Id == look.At.Conversation),
        ["thread"] = look => IsFoundAsync(async () => (await look.Api.ListMessagesAsync(look.At.Conversation, ct: Cancel)).Items.Any(m => m.Id == look.At.Message)),
        ["message by WhatsApp's id"] = look => IsFoundAsync(async () => (await look.Api.FindMessageAsync(look.Wamid, Cancel)).Message.Id == look.At.Message),
        ["search by text"] = async look => (await look.Api.SearchAsync(look.Word, Cancel)).Messages.Any(m => m.MessageId == look.At.Message),
        ["search by contact"] = async look => (await look.Api.SearchAsync(look.Name, Cancel)).Contacts.Any(c => c.Contact.Id == look.At.Contact),
        ["file"] = look => look.IsServedAsync("media"),
        ["file: thumbnail"] = look => look.IsServedAsync("media/thumbnail"),
        ["file: playable"] = look => look.IsServedAsync("media/playable"),
        ["contact"] = look => IsFoundAsync(async () => (await look.Api.GetContactAsync(look.At.Contact, Cancel)).Id == look.At.Contact),
        ["contacts"] = async look => (await look.Api.ListContactsAsync(ct: Cancel)).Items.Any(c => c.Id == look.At.Contact),
        ["contacts by name"] = async look => (await look.Api.ListContactsAsync(look.Name, ct: Cancel)).Items.Any(c => c.Id == look.At.Contact),
        ["ticket"] = look => IsFoundAsync(async () => (await look.Api.GetTicketAsync(look.At.Ticket, Cancel)).Id == look.At.Ticket),
        ["ticket: what happened"] = look => IsFoundAsync(async () => (await look.Api.ListTicketActionsAsync(look.At.Ticket, ct: Cancel)).Items is not null),
        ["ticket: messages"] = look => IsFoundAsync(async () => (await look.Api.ListTicketMessagesAsync(look.At.Ticket, ct: Cancel)).Items is not null),
        ["tickets"] = async look => (await look.Api.ListTicketsAsync(new TicketFilter { Contact = look.At.Contact.ToString() }, ct: Cancel)).Items.Any(t => t.Id == look.At.Ticket),
        ["changes: message"] = async look => (await look.ChangesAsync()).Messages.Any(m => m.ConversationId == look.At.Conversation),
        ["push: message"] = look => Task.FromResult(look.Screen.Pushes.Any(p => p.Messages.Any(m => m.ConversationId == look.At.Conversation))),
    };

    /// <summary>The ways in which a screen that may see the contact is told to hide this chat.</summary>
    private static readonly Dictionary<string, Func<Look, Task<bool>>> WaysToTheGap = new()
    {
        ["changes: hidden chat"] = async look => (await look.ChangesAsync()).HiddenChats.Contains(look.At.Id),
        ["push: hidden chat"] = look => Task.FromResult(look.Screen.Pushes.Any(p => p.HiddenChats.Contains(look.At.Id))),
    };

    public enum Reader
    {
        AgentOfTheGroup,
        AgentOfAnotherGroup,

        /// <summary>Of another group, which once had a chat with the same contact.</summary>
        AgentOfAGroupThatKnowsTheContact,

        /// <summary>Served this chat, and then left the group.</summary>
        AgentWhoLeftTheGroup,

        /// <summary>Supervises the group without serving in it.</summary>
        GroupAdministrator,
        Administrator,
        AgentOfAnotherTenant,
        AdministratorOfAnotherTenant,
    }

    [Theory, Rule("A9")]
    [InlineData(Reader.AgentOfTheGroup, true, true)]
    [InlineData(Reader.AgentOfAnotherGroup, false, false)]
    [InlineData(Reader.AgentOfAGroupThatKnowsTheContact, false, true)]
    [InlineData(Reader.AgentWhoLeftTheGroup, false, false)]
    [InlineData(Reader.GroupAdministrator, true, true)]
    [InlineData(Reader.Administrator, true, true)]
    [InlineData(Reader.AgentOfAnotherTenant, false, false)]
    [InlineData(Reader.AdministratorOfAnotherTenant, false, false)]
    public async Task Every_way_of_access_shows_a_conversation_to_the_same_agents(Reader reader, bool seesChat, bool seesHistory)
    {
        var number = Interlocked.Increment(ref _count);
        var customer = new Customer($"Sigilosa{number} Pessoa", $"55119660{number:00000}");
        await WritesAsync(customer, "primeira");
        var who = await EnterAsync(reader, await PlaceOfAsync(customer));
        await using var screen = await Screen.OpenAsync(App, who);
        var before = screen.At;
        var wamid = await WritesAsync(customer, $"palavra{number}secreta");
        var look = new Look(screen, App.As(who), await PlaceOfAsync(customer), before, wamid, $"palavra{number}secreta", customer.Name);
        await AttachFileAsync(look.At.Message);
        await IndexedAsync();
        await screen.CatchesUpAsync(who.Tenant!.Value);

        Assert.Equal(
            [
                .. WaysToTheChat.Keys.Select(way => (way, seesChat)),
                .. WaysToTheHistory.Keys.Select(way => (way, seesHistory)),
                .. WaysToTheGap.Keys.Select(way => (way, seesHistory && !seesChat)),
            ],
            await SeenAsync(look, [.. WaysToTheChat, .. WaysToTheHistory, .. WaysToTheGap]));
    }

    private static async Task<List<(string Way, bool IsSeen)>> SeenAsync(Look look, List<KeyValuePair<string, Func<Look, Task<bool>>>> ways)
    {
        var seen = new List<(string, bool)>();
        foreach (var (way, isSeen) in ways) seen.Add((way, await isSeen(look)));
        return seen;
    }

    /// <summary>A record that must not be seen is answered like one that does not exist.</summary>
    private static async Task<bool> IsFoundAsync(Func<Task<bool>> ask)
    {
        try
        {
            return await ask();
        }
        catch (ProblemException refused)
        {
            Assert.Equal("resource.notFound", refused.Problem.Code);
            return false;
        }
    }

    private async Task<Member> EnterAsync(Reader reader, PlacedChat chat)
    {
        switch (reader)
        {
            case Reader.AgentOfAGroupThatKnowsTheContact:
                await App.WriteAsync(LojaExemplo, db => db.Add(new ContactAudience { TenantId = LojaExemplo, ContactId = chat.Contact, GroupId = Financeiro }));
                return Davi;
            case Reader.AgentWhoLeftTheGroup:
                await As(Bruno).Api.TakeChatAsync(chat.Id, Cancel);
                await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.ChatGroupMemberships.Where(m => m.AgentId == Bruno.Id).ExecuteDeleteAsync(Cancel));
                return Bruno;
            case Reader.GroupAdministrator:
                await HireAsync(Elisa);
                return Elisa;
            default:
                return reader switch
                {
                    Reader.AgentOfTheGroup => Ana,
                    Reader.AgentOfAnotherGroup => Davi,
                    Reader.Administrator => Clara,
                    Reader.AgentOfAnotherTenant => Igor,
                    _ => Renata,
                };
        }
    }

    /// <summary>Adds a person who supervises Atendimento without serving in it.</summary>
    private Task HireAsync(Member member) => App.WriteAsync(TenantScope.Everyone, async db =>
    {
        using var scope = App.Services.CreateScope();
        var passwords = scope.ServiceProvider.GetRequiredService<Passwords>();
        var person = Person.OfTenant(LojaExemplo, member.Id, member.Email);
        person.ChangePassword(passwords.Hash(person, Password));
        db.AddRange(person, new Agent { TenantId = LojaExemplo, Id = member.Id, Name = member.Name, Role = member.Role, CreatedAt = Opening });
        await db.SaveChangesAsync(Cancel);
        db.Add(new ChatGroupMembership { TenantId = LojaExemplo, GroupId = Atendimento, AgentId = member.Id, IsAdministrator = true, Place = 9 });
    });

    private async Task<string> WritesAsync(Customer customer, string text)
    {
        App.Time.Advance(TimeSpan.FromSeconds(1));
        var update = Webhooks.Text(customer, text, App.Time.GetUtcNow());
        await App.PostWebhook(Webhooks.From(Balcao500, update));
        return update.Wamid;
    }

    /// <summary>The customer's chat, and the last message.</summary>
    private Task<PlacedChat> PlaceOfAsync(Customer customer) => App.ReadAsync(LojaExemplo, db => (
        from contact in db.Contacts.Where(c => c.Phone == customer.WaId)
        join conversation in db.Conversations on contact.Id equals conversation.ContactId
        join chat in db.Set<Balcao.Chats.Chat>() on conversation.Id equals chat.ConversationId
        select new PlacedChat(chat.TenantId, chat.Id, conversation.Id, contact.Id, chat.TicketId, conversation.LastMessageId!.Value)).SingleAsync(Cancel));

    private async Task AttachFileAsync(MessageId message)
    {
        var store = App.Services.GetRequiredService<ContentStore>();
        using var draft = await store.ReceiveAsync(new MemoryStream("conteudo"u8.ToArray()), 100, Cancel);
        store.Keep(LojaExemplo, draft!);
        await App.WriteAsync(LojaExemplo, db => db.Add(new MessageMedia
        {
            TenantId = LojaExemplo, MessageId = message, State = MediaState.Stored, MimeType = "image/png",
            Sha256 = draft!.Sha256, ThumbnailSha256 = draft.Sha256, PlayableSha256 = draft.Sha256,
        }));
    }

    private Task IndexedAsync() => Eventually(async () => await App.ReadAsync(LojaExemplo, async db =>
        await db.FeedFollowers.Where(f => f.Name == "search").Select(f => f.Sequence).SingleOrDefaultAsync(Cancel)
            == await db.NewestFeedNumberAsync(LojaExemplo, Cancel)), "the words are indexed");

    /// <summary>One reader's access to one conversation.</summary>
    /// <param name="Before">The feed's number before the last message arrived.</param>
    private sealed record Look(Screen Screen, HttpClient Http, PlacedChat At, long Before, string Wamid, string Word, string Name)
    {
        public BalcaoApi Api => Http.Api;

        public Task<Changes> ChangesAsync() => Api.GetChangesAsync(Before, Cancel);

        public async Task<bool> IsServedAsync(string what)
        {
            using var answer = await Http.GetAsync($"/api/messages/{At.Message}/{what}", Cancel);
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NotFound]);
            return answer.StatusCode is HttpStatusCode.OK;
        }
    }
}

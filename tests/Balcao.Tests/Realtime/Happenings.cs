using System.Text.Json.Nodes;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Realtime;

/// <summary>
/// Random events: customers write, edit and delete messages, contacts are merged, chats are taken, answered and closed, and
/// groups change.
/// </summary>
internal sealed class Happenings(BalcaoApp app, Random random, IReadOnlyList<Customer> customers)
{
    private int _count;
    private readonly Dictionary<Customer, List<string>> _said = customers.ToDictionary(c => c, _ => new List<string>());

    public async Task HappenAsync()
    {
        app.Time.Advance(TimeSpan.FromMilliseconds(random.Next(3_000)));
        _count++;
        await (random.Next(17) switch
        {
            < 4 => CustomerWritesAsync(),
            4 or 5 => WithChatAsync(ChatStatus.Waiting, (api, chat) => api.TakeChatAsync(chat)),
            6 or 7 => WithChatAsync(ChatStatus.InService, (api, chat) => api.AddNoteAsync(chat, new AddNoteRequest { ClientKey = $"nota-{_count}", Text = $"nota {_count}" })),
            8 or 9 => WithChatAsync(ChatStatus.InService, (api, chat) => api.CloseChatAsync(chat, new CloseChatRequest { ResolveTicket = random.Next(2) == 0 })),
            12 => ChangesAsync((customer, wamid) => Webhooks.Message(customer, app.Time.GetUtcNow(), null, "edit", new JsonObject
            {
                ["original_message_id"] = wamid, ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = $"mudada {_count}" } },
            })),
            13 => ChangesAsync((customer, wamid) => Webhooks.Message(customer, app.Time.GetUtcNow(), null, "revoke", new JsonObject { ["original_message_id"] = wamid })),
            14 => ChangesAsync((customer, wamid) => Webhooks.Text(customer, $"resposta {_count}", app.Time.GetUtcNow()).Quoting(wamid)),
            15 => CustomerWritesAsync(hidesPhone: true),
            16 => CustomerWritesAsync(hidesPhone: false),
            10 => LinkAsync(random.Next(2) == 0 ? Atendimento : Financeiro),
            _ => ChangeGroupsOfDaviAsync(),
        });
    }

    /// <param name="hidesPhone">True: only with the user id. False: with both. Null: only with the phone.</param>
    private async Task CustomerWritesAsync(bool? hidesPhone = null)
    {
        var customer = customers[random.Next(customers.Count)];
        var message = Webhooks.Text(customer, $"mensagem {_count}", app.Time.GetUtcNow());
        if (hidesPhone is { } hidden) message.WithUserId("BR." + customer.WaId, hidesPhone: hidden);
        else _said[customer].Add(message.Wamid);
        await app.PostWebhook(Webhooks.From(Balcao500, message));
    }

    /// <summary>A change of an earlier message of a customer, or a reply to it.</summary>
    private async Task ChangesAsync(Func<Customer, string, Webhooks.Update> change)
    {
        var customer = customers[random.Next(customers.Count)];
        if (_said[customer] is not { Count: > 0 } said) return;
        await app.PostWebhook(Webhooks.From(Balcao500, change(customer, said[random.Next(said.Count)])));
    }

    /// <summary>Performs the action on one of the customers' chats in that state, as an agent who may.</summary>
    private async Task WithChatAsync(ChatStatus status, Func<BalcaoApi, ChatId, Task> act)
    {
        var phones = customers.Select(c => c.Phone).ToHashSet();
        var chats = (await app.As(Clara).Api.ListChatsAsync(status, limit: 200)).Items.Where(c => phones.Contains(c.Contact.Phone!)).ToList();
        if (chats.Count == 0) return;
        var chat = chats[random.Next(chats.Count)];
        var who = chat.Agent is { } agent ? Everybody.Single(m => m.Id == agent.Id) : random.Next(2) == 0 ? Clara : chat.Group.Id == Atendimento ? Ana : Davi;
        try { await act(app.As(who).Api, chat.Id); }
        catch (ProblemException e) when (e.Problem.Code is "resource.notFound") { /* Davi has left that group meanwhile */ }
    }

    private async Task LinkAsync(ChatGroupId group) =>
        await app.As(Clara).Api.LinkGroupAsync(Balcao500.Id, new LinkGroupRequest { GroupId = group });

    /// <summary>Adds Davi to Atendimento, or removes him from it.</summary>
    private async Task ChangeGroupsOfDaviAsync()
    {
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Of(LojaExemplo), CancellationToken.None);
        if (await db.ChatGroupMemberships.SingleOrDefaultAsync(m => m.AgentId == Davi.Id && m.GroupId == Atendimento) is { } membership) db.Remove(membership);
        else db.Add(new ChatGroupMembership { TenantId = LojaExemplo, GroupId = Atendimento, AgentId = Davi.Id, IsAttendant = true, Place = 9 });
        scope.ServiceProvider.GetRequiredService<Feed>().AccessChanged(LojaExemplo, Davi.Id);
        await work.CommitAsync(CancellationToken.None);
    }
}

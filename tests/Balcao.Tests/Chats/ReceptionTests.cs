using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Plans;
using Balcao.Platform.Storage;
using Balcao.Tests.Realtime;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>Who is given a waiting chat, and what its customer is told.</summary>
public sealed class ReceptionTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    [Fact, Rule("A10", "A3", "C2", "V1")]
    public async Task Without_distribution_the_queue_text_tells_the_place_in_the_queue_once_and_is_charged()
    {
        await GroupAsync(g => g.QueueText = "{contact.name}, você é o { queue.position }º da fila de {group.name}.");
        await using var ana = await Screen.OpenAsync(App, Ana);
        var (first, second) = (NewCustomer("Rita"), NewCustomer("José"));
        await WritesAsync(first);
        await WritesAsync(second);

        Assert.Equal("Rita, você é o 1º da fila de Atendimento.", Assert.Single(await TextsAsync(first, 1)).Text);
        var text = Assert.Single(await TextsAsync(second, 1));
        Assert.Equal(("José, você é o 2º da fila de Atendimento.", MessageSource.Automatic, null, MessageDirection.Outbound),
            (text.Text, text.Source, text.AuthorId, text.Direction));
        await WritesAsync(second);
        await AtRestAsync();
        Assert.Single(await TextsAsync(second, 1));
        Assert.Equal(1, await App.ReadAsync(LojaExemplo, db => db.UsageEntries.CountAsync(e => e.MessageId == text.Id && e.ChargeType == ChargeType.Send)));
    }

    [Fact, Rule("A10", "H7")]
    public async Task With_nobody_online_the_customer_is_told_so_once_and_later_the_place_in_the_queue()
    {
        await GroupAsync(g => (g.QueueText, g.NobodyOnlineText) = ("fila {queue.position}", "ninguém"));
        var customer = NewCustomer();
        await WritesAsync(customer);
        Assert.Equal(["ninguém"], (await TextsAsync(customer, 1)).Select(m => m.Text));

        await using (await Screen.OpenAsync(App, Bruno)) await TextsAsync(customer, 2);
        await AtRestAsync();
        await WritesAsync(customer);
        await AtRestAsync();

        Assert.Equal(["ninguém", "fila 1"], (await TextsAsync(customer, 2)).Select(m => m.Text));
    }

    [Fact, Rule("A3", "A10")]
    public async Task With_distribution_each_chat_goes_to_the_next_free_attendant_and_only_the_start_text_is_sent()
    {
        await GroupAsync(g => (g.DistributesAutomatically, g.QueueText, g.StartText) = (true, "fila", "Sou {agent.name}, ticket {ticket.status}"));
        await using var ana = await Screen.OpenAsync(App, Ana);
        await using var bruno = await Screen.OpenAsync(App, Bruno);
        var customers = Enumerable.Range(0, 4).Select(_ => NewCustomer()).ToList();
        foreach (var customer in customers)
        {
            await WritesAsync(customer);
            await TextsAsync(customer, 1);
        }

        foreach (var (customer, agent) in customers.Zip((Member[])[Ana, Bruno, Ana, Bruno]))
        {
            Assert.Equal([$"Sou {agent.Name}, ticket em atendimento"], (await TextsAsync(customer, 1)).Select(m => m.Text));
            Assert.Equal((ChatStatus.InService, agent.Id), await HeldAsync(customer));
        }
    }

    [Fact, Rule("A3")]
    public async Task A_full_attendant_gets_the_next_chat_when_one_is_closed_and_an_away_one_gets_none()
    {
        await GroupAsync(g => (g.DistributesAutomatically, g.QueueText, g.MostChatsPerAgent) = (true, "fila {queue.position}", 1));
        await As(Bruno).Api.SetAvailabilityAsync(false, Cancel);
        await using var ana = await Screen.OpenAsync(App, Ana);
        await using var bruno = await Screen.OpenAsync(App, Bruno);
        var (first, second, third) = (NewCustomer(), NewCustomer(), NewCustomer());
        await WritesAsync(first);
        await Eventually(async () => await HeldAsync(first) is (ChatStatus.InService, _), "the first is served");
        await WritesAsync(second);
        await WritesAsync(third);
        Assert.Equal(["fila 1"], (await TextsAsync(second, 1)).Select(m => m.Text));
        Assert.Equal(["fila 2"], (await TextsAsync(third, 1)).Select(m => m.Text));

        var served = (await As(Ana).Api.ListChatsAsync(mine: true, ct: Cancel)).Items.Single();
        await As(Ana).Api.CloseChatAsync(served.Id, new() { ResolveTicket = true }, Cancel);
        await Eventually(async () => await HeldAsync(second) == (ChatStatus.InService, Ana.Id), "the second is served");
        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(third));

        await As(Bruno).Api.SetAvailabilityAsync(true, Cancel);
        await Eventually(async () => await HeldAsync(third) == (ChatStatus.InService, Bruno.Id), "Bruno is available");
    }

    [Fact, Rule("A3")]
    public async Task An_agent_s_own_limit_counts_the_chats_of_all_groups()
    {
        await GroupAsync(g => g.DistributesAutomatically = true);
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Agents.Where(a => a.Id == Ana.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.MostChats, 1)));
        var other = await As(Clara).Api.CreateChatGroupAsync(new() { Name = "Troca", Members = [new SaveChatGroupMember { AgentId = Ana.Id }] }, Cancel);
        var elsewhere = await App.ChatWaiting(Balcao500, other.Id, NewCustomer());
        await As(Ana).Api.TakeChatAsync(elsewhere.Id, Cancel);
        await using var ana = await Screen.OpenAsync(App, Ana);
        var customer = NewCustomer();
        await WritesAsync(customer);
        await AtRestAsync();
        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(customer));

        await As(Ana).Api.CloseChatAsync(elsewhere.Id, new() { ResolveTicket = true }, Cancel);
        await Eventually(async () => await HeldAsync(customer) == (ChatStatus.InService, Ana.Id), "Ana has room");
    }

    [Fact, Rule("A10", "H6")]
    public async Task A_late_message_opens_a_silent_chat_and_a_live_one_lets_it_speak()
    {
        await GroupAsync(g => (g.QueueText, g.StartText) = ("fila", "início"));
        await using var ana = await Screen.OpenAsync(App, Ana);
        var customer = NewCustomer();
        await WritesAsync(customer, ago: TimeSpan.FromMinutes(16));
        await AtRestAsync();
        Assert.Empty(await TextsAsync(customer, 0));

        await WritesAsync(customer);
        Assert.Equal(["fila"], (await TextsAsync(customer, 1)).Select(m => m.Text));
    }

    [Fact, Rule("A10")]
    public async Task Taking_and_closing_a_silent_chat_say_so_all_the_same()
    {
        await GroupAsync(g => (g.StartText, g.EndText) = ("início", "fim do {ticket.protocol}"));
        var customer = NewCustomer();
        await WritesAsync(customer, ago: TimeSpan.FromHours(2));
        var chat = await ChatOfAsync(customer);
        await As(Ana).Api.TakeChatAsync(chat.Id, Cancel);
        try
        {
            await As(Clara).Api.SaveChatGroupAsync(Atendimento, Members(Bruno) with { EndText = "fim do {ticket.protocol}" }, Cancel); // Ana's chats wait again
            await As(Bruno).Api.TakeChatAsync(chat.Id, Cancel);
            await As(Bruno).Api.CloseChatAsync(chat.Id, new() { ResolveTicket = false }, Cancel);
        }
        finally { await As(Clara).Api.SaveChatGroupAsync(Atendimento, Members(Ana, Bruno), Cancel); }

        var protocol = (await As(Bruno).Api.GetChatAsync(chat.Id, Cancel)).Ticket.Protocol;
        Assert.Equal(["início", $"fim do {protocol}"], (await TextsAsync(customer, 2)).Select(m => m.Text));
    }

    [Fact, Rule("A10", "P5")]
    public async Task On_a_suspended_number_a_line_of_the_thread_says_that_the_text_was_not_sent()
    {
        await GroupAsync(g => g.QueueText = "fila");
        await using var ana = await Screen.OpenAsync(App, Ana);
        await SetStatusAsync(NumberStatus.Suspended);
        var customer = NewCustomer();
        await WritesAsync(customer);
        await Eventually(async () => (await ThreadAsync(customer)).Any(m => m.Notice is { Kind: NoticeKind.TextNotSent }), "the line");
        Assert.Empty(await TextsAsync(customer, 0));
        await SetStatusAsync(NumberStatus.Active);
        await WritesAsync(customer);
        await AtRestAsync();
        Assert.Single(await ThreadAsync(customer), m => m.Notice is not null);
    }

    [Fact, Rule("A10", "A8")]
    public async Task Nothing_is_said_outside_the_window_until_the_customer_writes_again()
    {
        var customer = NewCustomer();
        await GroupAsync(_ => { });
        await WritesAsync(customer);
        App.LetPass(TimeSpan.FromHours(25));
        await using var ana = await Screen.OpenAsync(App, Ana);
        await GroupAsync(g => (g.QueueText, g.EndText) = ("fila", "fim"), closes: false);
        await AtRestAsync();
        Assert.Empty(await TextsAsync(customer, 0));

        await WritesAsync(customer);
        Assert.Equal(["fila"], (await TextsAsync(customer, 1)).Select(m => m.Text));
    }

    [Fact, Rule("A7")]
    public async Task Chats_of_an_agent_who_went_offline_wait_again_after_the_grace_time_and_not_before()
    {
        await GroupAsync(g => (g.GraceMinutes, g.DistributesAutomatically) = (5, true));
        var customer = NewCustomer();
        await using (await Screen.OpenAsync(App, Ana))
        {
            await WritesAsync(customer);
            await Eventually(async () => await HeldAsync(customer) == (ChatStatus.InService, Ana.Id), "Ana serves");
        }
        var since = (await ChatOfAsync(customer)).WaitingSince;
        App.LetPass(TimeSpan.FromMinutes(4));
        await AbsencesAsync();
        Assert.Equal((ChatStatus.InService, Ana.Id), await HeldAsync(customer));

        App.LetPass(TimeSpan.FromMinutes(1));
        await AbsencesAsync();
        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(customer));
        Assert.Equal(since, (await ChatOfAsync(customer)).WaitingSince);
    }

    [Fact, Rule("A7")]
    public async Task A_restart_gives_everybody_the_grace_time_again_and_a_program_without_a_screen_keeps_its_chats()
    {
        await GroupAsync(g => g.GraceMinutes = 5);
        var (customer, other) = (NewCustomer(), NewCustomer());
        await WritesAsync(customer);
        await WritesAsync(other);
        await using (await Screen.OpenAsync(App, Bruno)) await As(Bruno).Api.TakeChatAsync((await ChatOfAsync(customer)).Id, Cancel);
        await As(Clara).Api.TakeChatAsync((await ChatOfAsync(other)).Id, Cancel);
        App.LetPass(TimeSpan.FromMinutes(4));
        await App.RestartAsync();
        App.LetPass(TimeSpan.FromMinutes(4));
        await AbsencesAsync();
        Assert.Equal((ChatStatus.InService, Bruno.Id), await HeldAsync(customer));

        App.LetPass(TimeSpan.FromMinutes(1));
        await AbsencesAsync();
        Assert.Equal((ChatStatus.Waiting, null), await HeldAsync(customer));
        Assert.Equal((ChatStatus.InService, Clara.Id), await HeldAsync(other));
    }

    /// <summary>Begins with the Cast's group, without texts or limits, and with no open chats.</summary>
    private Task GroupAsync(Action<ChatGroup> change, bool closes = true) => App.WriteAsync(TenantScope.Of(LojaExemplo), async db =>
    {
        DateTimeOffset? now = App.Time.GetUtcNow();
        if (closes)
        {
            await db.Chats.Open.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, ChatStatus.Closed).SetProperty(c => c.ClosedAt, now));
            await db.Agents.ExecuteUpdateAsync(set => set.SetProperty(a => a.MostChats, (int?)null).SetProperty(a => a.IsAvailable, true));
            await db.Channels.ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, NumberStatus.Active));
        }
        var group = await db.ChatGroups.SingleAsync(g => g.Id == Atendimento);
        (group.QueueText, group.StartText, group.EndText, group.NobodyOnlineText) = (null, null, null, null);
        (group.DistributesAutomatically, group.MostChatsPerAgent, group.LastServedBy) = (false, null, null);
        change(group);
        await db.SaveChangesAsync();
    });

    private Task SetStatusAsync(NumberStatus status) => App.WriteAsync(TenantScope.Of(LojaExemplo), db =>
        db.Channels.Where(c => c.Id == Balcao500.Id).ExecuteUpdateAsync(set => set.SetProperty(c => c.Status, status)));

    private static SaveChatGroupRequest Members(params Member[] members) =>
        new() { Name = "Atendimento", DisplayName = "Atendimento", Members = [.. members.Select(m => new SaveChatGroupMember { AgentId = m.Id })] };

    private static Customer NewCustomer(string name = "Cliente") => new(name, $"55119510{Interlocked.Increment(ref _customers):00000}");

    private async Task WritesAsync(Customer customer, TimeSpan ago = default)
    {
        App.LetPass(TimeSpan.FromSeconds(1));
        await App.PostWebhook(Webhooks.From(Balcao500, Webhooks.Text(customer, "Bom dia", App.Time.GetUtcNow() - ago)));
    }

    /// <summary>The reception has seen everything that was committed before.</summary>
    private Task<bool> AtRestAsync() => App.Services.GetRequiredService<Reception>().AttendAsync(LojaExemplo, Cancel);

    private Task AbsencesAsync() => App.Services.GetRequiredService<Absences>().ReturnAsync(LojaExemplo, Cancel);

    private Task<Chat> ChatOfAsync(Customer customer) => App.ReadAsync(LojaExemplo, db => (
        from contact in db.Set<Balcao.Contacts.Contact>().Where(c => c.Phone == customer.WaId)
        join conversation in db.Conversations on contact.Id equals conversation.ContactId
        join chat in db.Chats on conversation.Id equals chat.ConversationId
        select chat).AsNoTracking().SingleAsync());

    private async Task<(ChatStatus, AgentId?)> HeldAsync(Customer customer) => await ChatOfAsync(customer) is var chat ? (chat.Status, chat.AgentId) : default;

    private async Task<IReadOnlyList<MessageItem>> ThreadAsync(Customer customer) =>
        (await As(Clara).Api.ListMessagesAsync((await ChatOfAsync(customer)).ConversationId, ct: Cancel)).Items;

    /// <summary>The automatic texts to the customer, the oldest first, when there are as many.</summary>
    private async Task<IReadOnlyList<Message>> TextsAsync(Customer customer, int count)
    {
        var conversation = (await ChatOfAsync(customer)).ConversationId;
        List<Message> texts = [];
        await Eventually(async () =>
        {
            texts = await App.ReadAsync(LojaExemplo, db => db.Messages.AsNoTracking()
                .Where(m => m.ConversationId == conversation && m.Source == MessageSource.Automatic && m.Direction == MessageDirection.Outbound).OrderBy(m => m.Id).ToListAsync());
            return texts.Count >= count;
        }, $"{count} texts");
        return texts;
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Balcao.Contract;

namespace Balcao.Tests.ChatGroups;

/// <summary>What a group tells customers, how it gives out chats, and which changes it refuses.</summary>
public sealed class GroupSettingsTests(BalcaoApp app) : HttpTests(app)
{
    private static int _count;

    private static string NewName() => $"Equipe {Interlocked.Increment(ref _count)}";

    private static SaveChatGroupRequest Full(string name) => new()
    {
        Name = name,
        DisplayName = "Loja",
        QueueText = "{greeting}, {contact.firstName|cliente}! Posição {queue.position}.",
        StartText = "Aqui é {agent.name}.",
        EndText = "Protocolo {ticket.protocol}.",
        NobodyOnlineText = "Já voltamos.",
        OutsideHoursText = "Voltamos amanhã, {contact.name}.",
        DistributesAutomatically = true,
        MostChatsPerAgent = 4,
        GraceMinutes = 0,
        OffersServiceSelection = true,
        ClosesAfterIdleMinutes = 30,
        Members = [new SaveChatGroupMember { AgentId = Bruno.Id }, new SaveChatGroupMember { AgentId = Davi.Id, IsAttendant = false, IsAdministrator = true }],
    };

    private async Task<ChatGroupItem> CreateAsync(SaveChatGroupRequest? request = null)
    {
        using var clara = As(Clara);
        return await clara.Api.CreateChatGroupAsync(request ?? Full(NewName()), Cancel);
    }

    private async Task<Problem> SaveRefused(ChatGroupId id, SaveChatGroupRequest request)
    {
        using var clara = As(Clara);
        return await clara.Api.SaveChatGroupAsync(id, request, Cancel).Refused();
    }

    private async Task<ChatGroupItem> SaveAsync(ChatGroupId id, SaveChatGroupRequest request)
    {
        using var clara = As(Clara);
        return await clara.Api.SaveChatGroupAsync(id, request, Cancel);
    }

    private async Task<ChatGroupItem> Read(ChatGroupId id)
    {
        using var ana = As(Ana);
        return (await ana.Api.ListChatGroupsAsync(Cancel)).Items.Single(g => g.Id == id);
    }

    [Fact, Rule("G1", "G6")]
    public async Task A_group_keeps_every_field()
    {
        var created = await CreateAsync();
        var read = await Read(created.Id);

        Assert.True(read is { IsEnabled: true, IsWhatsAppCompatible: true, DistributesAutomatically: true, OffersServiceSelection: true });
        Assert.Equal(((int?)4, 0, (int?)30), (read.MostChatsPerAgent, read.GraceMinutes, read.ClosesAfterIdleMinutes));
        Assert.Equal(
            ("{greeting}, {contact.firstName|cliente}! Posição {queue.position}.", "Aqui é {agent.name}.", "Protocolo {ticket.protocol}.", "Já voltamos.", "Voltamos amanhã, {contact.name}."),
            (read.QueueText, read.StartText, read.EndText, read.NobodyOnlineText, read.OutsideHoursText));
        Assert.Equal(("Loja", 2), (read.DisplayName, read.Members.Count));
        Assert.Empty(read.Numbers);
    }

    [Fact, Rule("G1", "G2")]
    public async Task A_save_replaces_every_field_but_the_switches_that_it_does_not_name()
    {
        var group = await CreateAsync(Full(NewName()) with { IsEnabled = false, IsWhatsAppCompatible = false });

        var saved = await SaveAsync(group.Id, new() { Name = group.Name, QueueText = "  ", Members = [] });

        Assert.True(saved is { IsEnabled: false, IsWhatsAppCompatible: false, DistributesAutomatically: false, OffersServiceSelection: false });
        Assert.Equal(((int?)null, 5, (int?)null), (saved.MostChatsPerAgent, saved.GraceMinutes, saved.ClosesAfterIdleMinutes));
        Assert.Equal<(string?, string?, string?, string?, string?)>((null, null, null, null, null), (saved.QueueText, saved.StartText, saved.EndText, saved.NobodyOnlineText, saved.OutsideHoursText));
    }

    [Fact, Rule("G1", "G2")]
    public async Task A_program_that_names_only_the_group_creates_one_that_is_enabled_and_compatible()
    {
        using var clara = As(Clara);
        var answer = await clara.PostAsJsonAsync("/api/chat-groups", new { name = NewName(), members = Array.Empty<object>() }, Cancel);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var group = await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        Assert.True(group.GetProperty("isEnabled").GetBoolean() && group.GetProperty("isWhatsAppCompatible").GetBoolean());
        Assert.Equal(5, group.GetProperty("graceMinutes").GetInt32());
    }

    [Fact, Rule("G4")]
    public async Task Service_selection_and_closing_by_inactivity_keep_their_values_while_the_group_is_compatible()
    {
        var group = await CreateAsync(Full(NewName()) with { IsWhatsAppCompatible = false });
        var on = await SaveAsync(group.Id, Full(group.Name) with { IsWhatsAppCompatible = true });
        var off = await SaveAsync(group.Id, Full(group.Name) with { IsWhatsAppCompatible = false });

        Assert.Equal((true, (int?)30), (on.OffersServiceSelection, on.ClosesAfterIdleMinutes));
        Assert.Equal((true, (int?)30, false), (off.OffersServiceSelection, off.ClosesAfterIdleMinutes, off.IsWhatsAppCompatible));
    }

    [Theory, Rule("V3", "G6")]
    [InlineData("queueText")]
    [InlineData("startText")]
    [InlineData("endText")]
    [InlineData("nobodyOnlineText")]
    [InlineData("outsideHoursText")]
    public async Task Every_text_accepts_variables_and_an_unknown_one_is_refused_by_name_at_its_field(string field)
    {
        const string Known = "{greeting}, {contact.firstName|cliente}! Protocolo {ticket.protocol}.";
        var group = await CreateAsync();
        var saved = await SaveAsync(group.Id, With(Full(group.Name), field, Known));
        Assert.Single((string?[])[saved.QueueText, saved.StartText, saved.EndText, saved.NobodyOnlineText, saved.OutsideHoursText], text => text == Known);

        var problem = await SaveRefused(group.Id, With(Full(group.Name), field, "Olá, {contact.shoeSize}"));

        Assert.Equal(("variable.unknown", field), (problem.Code, problem.Field));
        Assert.Contains("{contact.shoeSize}", problem.Title, StringComparison.Ordinal);
        Assert.Equal(saved.StartText, (await Read(group.Id)).StartText);
    }

    [Theory, Rule("G1")]
    [InlineData("queueText")]
    [InlineData("outsideHoursText")]
    public async Task A_text_longer_than_the_limit_is_refused_at_its_field(string field)
    {
        var group = await CreateAsync();
        var longest = new string('a', ChatGroupLimits.LongestText);

        Assert.Equal(longest, (await SaveAsync(group.Id, With(Full(group.Name), "queueText", longest))).QueueText);
        var problem = await SaveRefused(group.Id, With(Full(group.Name), field, longest + "a"));
        Assert.Equal(("chatGroup.textTooLong", field), (problem.Code, problem.Field));
    }

    private static SaveChatGroupRequest With(SaveChatGroupRequest request, string field, string text) => field switch
    {
        "queueText" => request with { QueueText = text },
        "startText" => request with { StartText = text },
        "endText" => request with { EndText = text },
        "nobodyOnlineText" => request with { NobodyOnlineText = text },
        _ => request with { OutsideHoursText = text },
    };

    [Theory, Rule("G1")]
    [InlineData(0, null, null, "mostChatsPerAgent")]
    [InlineData(501, null, null, "mostChatsPerAgent")]
    [InlineData(int.MinValue, null, null, "mostChatsPerAgent")]
    [InlineData(null, -1, null, "graceMinutes")]
    [InlineData(null, 1441, null, "graceMinutes")]
    [InlineData(null, null, 0, "closesAfterIdleMinutes")]
    [InlineData(null, null, int.MaxValue, "closesAfterIdleMinutes")]
    public async Task Numbers_outside_their_limits_are_refused_at_their_field(int? most, int? grace, int? idle, string field)
    {
        var group = await CreateAsync();
        var problem = await SaveRefused(group.Id, Full(group.Name) with { MostChatsPerAgent = most, GraceMinutes = grace, ClosesAfterIdleMinutes = idle });
        Assert.Equal(("chatGroup.outOfRange", field), (problem.Code, problem.Field));
    }

    [Fact, Rule("G7")]
    public async Task A_group_that_serves_a_number_stays_enabled_compatible_and_undeleted()
    {
        using var clara = As(Clara);
        var before = await Read(Atendimento);
        var same = new SaveChatGroupRequest
        {
            Name = before.Name,
            Members = [.. before.Members.Select(m => new SaveChatGroupMember { AgentId = m.AgentId, IsAttendant = m.IsAttendant, IsAdministrator = m.IsAdministrator })],
        };
        Assert.Equal([Balcao500.Id], before.Numbers.Select(n => n.Id));

        foreach (var (request, field) in ((SaveChatGroupRequest, string)[])[(same with { IsEnabled = false }, "isEnabled"), (same with { IsWhatsAppCompatible = false }, "isWhatsAppCompatible")])
        {
            var problem = await SaveRefused(Atendimento, request);
            Assert.Equal(("chatGroup.servesNumbers", field), (problem.Code, problem.Field));
            Assert.Contains(Balcao500.Display, problem.Title, StringComparison.Ordinal);
        }
        var deleted = await clara.Api.DeleteChatGroupAsync(Atendimento, Cancel).Refused();
        Assert.Equal("chatGroup.servesNumbers", deleted.Code);
        Assert.Contains(Balcao500.Display, deleted.Title, StringComparison.Ordinal);
        Assert.True(await Read(Atendimento) is { IsEnabled: true, IsWhatsAppCompatible: true });
    }

    [Fact]
    public async Task A_group_that_never_served_is_deleted_and_its_members_lose_it()
    {
        var group = await CreateAsync();
        using var clara = As(Clara);
        using var bruno = As(Bruno);
        Assert.Contains((await bruno.Api.GetMeAsync(Cancel)).Groups, g => g.GroupId == group.Id);

        await clara.Api.DeleteChatGroupAsync(group.Id, Cancel);

        Assert.DoesNotContain((await clara.Api.ListChatGroupsAsync(Cancel)).Items, g => g.Id == group.Id);
        Assert.DoesNotContain((await bruno.Api.GetMeAsync(Cancel)).Groups, g => g.GroupId == group.Id);
        Assert.Equal("resource.notFound", (await clara.Api.DeleteChatGroupAsync(group.Id, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task A_group_that_had_a_chat_can_be_disabled_but_not_deleted()
    {
        var group = await CreateAsync();
        using var clara = As(Clara);
        await App.ChatWaiting(Balcao500, group.Id, new("Quem já foi atendido", "5511955551234"), "Oi");

        Assert.Equal("chatGroup.hasHistory", (await clara.Api.DeleteChatGroupAsync(group.Id, Cancel).Refused()).Code);
        Assert.False((await SaveAsync(group.Id, Full(group.Name) with { IsEnabled = false })).IsEnabled);
        Assert.True((await SaveAsync(group.Id, Full(group.Name) with { IsEnabled = true })).IsEnabled);
    }

    [Fact]
    public async Task A_group_that_was_read_before_somebody_else_saved_is_not_saved()
    {
        var read = await CreateAsync();
        var now = await SaveAsync(read.Id, Full(read.Name) with { Version = read.Version, EndText = "Até logo." });

        var refused = await SaveRefused(read.Id, Full(read.Name) with { Version = read.Version, EndText = "Tchau." });

        Assert.Equal(("setting.changedMeanwhile", 409, null), (refused.Code, refused.Status, refused.Field));
        // By whom and when, in the tenant's time zone: 13:00 UTC is 10:00 in São Paulo.
        Assert.StartsWith("Clara Nunes salvou outra versão em 02/03/2026 10:00", refused.Title, StringComparison.Ordinal);
        Assert.Equal(("Até logo.", now.Version), ((await Read(read.Id)).EndText, (await Read(read.Id)).Version));
        Assert.Equal("Tchau.", (await SaveAsync(read.Id, Full(read.Name) with { Version = now.Version, EndText = "Tchau." })).EndText);
    }

    [Fact]
    public async Task Its_members_are_part_of_its_version_and_a_save_that_changes_nothing_is_none()
    {
        var read = await CreateAsync();
        Assert.Equal(read.Version, (await SaveAsync(read.Id, Full(read.Name) with { Version = read.Version })).Version);

        var reordered = Full(read.Name) with { Version = read.Version, Members = [.. Full(read.Name).Members.Reverse()] };
        Assert.NotEqual(read.Version, (await SaveAsync(read.Id, reordered)).Version);

        Assert.Equal("setting.changedMeanwhile", (await SaveRefused(read.Id, reordered)).Code);
    }

    [Fact]
    public async Task Of_many_who_save_one_state_of_a_group_at_one_moment_exactly_one_does()
    {
        var read = await CreateAsync();
        using var clara = As(Clara);

        var codes = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                await clara.Api.SaveChatGroupAsync(read.Id, Full(read.Name) with { Version = read.Version, EndText = $"Fim {i}" }, Cancel);
                return "saved";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Code;
            }
        }));

        Assert.Single(codes, "saved");
        Assert.All(codes.Where(code => code != "saved"), code => Assert.Equal("setting.changedMeanwhile", code));
    }

    [Fact, Rule("G1")]
    public async Task Only_administrators_of_the_tenant_delete_a_group()
    {
        var group = await CreateAsync();
        using var ana = As(Ana);
        using var davi = As(Davi); // administers the group, not the tenant
        using var renata = As(Renata);

        Assert.Equal("http.403", (await ana.Api.DeleteChatGroupAsync(group.Id, Cancel).Refused()).Code);
        Assert.Equal("http.403", (await davi.Api.SaveChatGroupAsync(group.Id, Full(group.Name), Cancel).Refused()).Code);
        Assert.Equal("resource.notFound", (await renata.Api.DeleteChatGroupAsync(group.Id, Cancel).Refused()).Code);
        Assert.Equal(group.Id, (await Read(group.Id)).Id);
    }

    [Fact, Rule("A9")]
    public async Task An_administrator_of_a_group_sees_its_chats_and_serves_them()
    {
        var group = await CreateAsync();
        var chat = await App.ChatWaiting(Balcao500, group.Id, new("Cliente da equipe", "5511955551235"), "Oi");
        using var davi = As(Davi);
        using var ana = As(Ana); // not in the group

        Assert.Contains((await davi.Api.ListChatsAsync(ct: Cancel)).Items, c => c.Id == chat.Id);
        await davi.Api.TakeChatAsync(chat.Id, Cancel);
        Assert.Equal("resource.notFound", (await ana.Api.TakeChatAsync(chat.Id, Cancel).Refused()).Code);
        Assert.Equal(Davi.Id, (await davi.Api.GetChatAsync(chat.Id, Cancel)).Agent?.Id);
    }
}

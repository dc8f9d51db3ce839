using Balcao.Client.Chats;
using Balcao.Client.Tests.World;
using Balcao.Contract;

namespace Balcao.Client.Tests.Chats;

public sealed class ChatSectionsTests
{
    private readonly ChatItem _patient = A.Chat("João Brás", waited: TimeSpan.FromMinutes(3));
    private readonly ChatItem _impatient = A.Chat("Marcos", waited: TimeSpan.FromMinutes(30));
    private readonly ChatItem _mine = A.Chat("Dona Lúcia", ChatStatus.InService, A.Ana, protocol: 987);
    private readonly ChatItem _brunos = A.Chat("Joana", ChatStatus.InService, A.Bruno);

    [Fact]
    public void The_longest_waiting_chat_comes_first() =>
        Assert.Equal([_impatient, _patient], Of(A.Ana.Id).Waiting);

    [Fact]
    public void An_agent_sees_only_their_own_chats_in_service() => Assert.Equal([_mine], Of(A.Ana.Id).InService);

    [Fact]
    public void A_guest_sees_the_chat_among_their_own_once_they_have_joined()
    {
        var invited = A.Chat("Joana", ChatStatus.InService, A.Bruno) with { Guests = [new(A.Ana, HasJoined: false)] };
        var joined = A.Chat("Marta", ChatStatus.InService, A.Bruno) with { Guests = [new(A.Ana, HasJoined: true)] };
        Assert.Equal([joined], ChatSections.Of([invited, joined], A.Ana.Id, null).InService);
    }

    [Fact]
    public void A_supervisor_sees_all_chats_in_service() => Assert.Equal(2, Of(null).InService.Count);

    [Theory]
    [InlineData("joao bras", "João Brás")]
    [InlineData("LUCIA", "Dona Lúcia")]
    [InlineData("987", "Dona Lúcia")]
    [InlineData("bruno", "Joana")]
    public void The_filter_finds_names_without_accents_protocols_and_agents(string filter, string found) =>
        Assert.Contains(Of(null, filter).All, chat => chat.Contact.Name == found);

    [Fact]
    public void A_filter_without_matches_shows_no_chats() => Assert.Empty(Of(null, "ninguém assim").All);

    [Theory]
    [InlineData(0, Urgency.Calm)]
    [InlineData(299, Urgency.Calm)]
    [InlineData(300, Urgency.Late)]
    [InlineData(899, Urgency.Late)]
    [InlineData(900, Urgency.VeryLate)]
    public void Waiting_goes_amber_after_five_minutes_and_red_after_fifteen(int seconds, Urgency expected) =>
        Assert.Equal(expected, Waiting.UrgencyOf(TimeSpan.FromSeconds(seconds)));

    private ChatSections Of(AgentId? agent, string? filter = null) => ChatSections.Of([_patient, _brunos, _mine, _impatient], agent, filter);
}

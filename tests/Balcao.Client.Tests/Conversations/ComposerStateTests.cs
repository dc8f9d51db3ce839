using Balcao.Client.Conversations;
using Balcao.Client.Tests.World;
using Balcao.Contract;

namespace Balcao.Client.Tests.Conversations;

public sealed class ComposerStateTests
{
    [Fact]
    public void The_agent_who_serves_the_chat_can_write_while_the_window_is_open()
    {
        var state = Of(A.Chat(status: ChatStatus.InService, agent: A.Ana));
        Assert.True(state.MayWrite);
        Assert.True(state.MayNote);
    }

    [Fact]
    public void A_waiting_chat_must_be_taken_before_an_answer_but_not_before_a_note()
    {
        var state = Of(A.Chat());
        Assert.Equal((Blocked.Waiting, true, true), (state.Blocked, state.MayTake, state.MayNote));
    }

    [Fact]
    public void A_guest_writes_in_the_chat_of_another_agent_and_an_invited_one_does_not_yet()
    {
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Bruno);
        Assert.True(Of(chat with { Guests = [new(A.Ana, HasJoined: true)] }).MayWrite);
        Assert.Equal(Blocked.HeldByAnother, Of(chat with { Guests = [new(A.Ana, HasJoined: false)] }).Blocked);
    }

    [Fact]
    public void A_chat_served_by_another_agent_can_neither_be_taken_nor_answered()
    {
        var state = Of(A.Chat(status: ChatStatus.InService, agent: A.Bruno));
        Assert.Equal((Blocked.HeldByAnother, false, true), (state.Blocked, state.MayTake, state.MayNote));
    }

    [Fact]
    public void A_closed_chat_accepts_neither_messages_nor_notes()
    {
        var state = Of(A.Chat(status: ChatStatus.Closed, agent: A.Ana));
        Assert.Equal((Blocked.Closed, false), (state.Blocked, state.MayNote));
    }

    [Theory]
    [InlineData(1, Blocked.No)]
    [InlineData(0, Blocked.WindowClosed)]
    [InlineData(-60, Blocked.WindowClosed)]
    public void Free_text_is_blocked_when_the_24_hour_window_ends(int secondsLeft, Blocked expected)
    {
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana) with { WindowEndsAt = A.Now.AddSeconds(secondsLeft) };
        Assert.Equal(expected, Of(chat).Blocked);
    }

    [Fact]
    public void A_customer_who_never_wrote_has_no_window()
    {
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana) with { WindowEndsAt = null };
        Assert.Equal(Blocked.WindowClosed, Of(chat).Blocked);
    }

    [Fact]
    public void The_web_widget_has_no_window()
    {
        var chat = A.Chat(status: ChatStatus.InService, agent: A.Ana) with { WindowEndsAt = null, Origin = ChatOrigin.Web };
        Assert.True(Of(chat).MayWrite);
    }

    [Fact]
    public void A_person_who_may_only_read_can_neither_take_a_chat_nor_write_a_note()
    {
        var state = ComposerState.Of(A.Chat(), A.Ana.Id, mayServe: false, A.Now);
        Assert.Equal((Blocked.NoPermission, false, false), (state.Blocked, state.MayTake, state.MayNote));
    }

    private static ComposerState Of(ChatItem chat) => ComposerState.Of(chat, A.Ana.Id, mayServe: true, A.Now);
}

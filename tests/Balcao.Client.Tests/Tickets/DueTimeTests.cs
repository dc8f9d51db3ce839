using Balcao.Client.Tests.World;
using Balcao.Client.Tickets;
using Balcao.Contract;
using Bunit;

namespace Balcao.Client.Tests.Tickets;

public sealed class DueTimeTests
{
    [Fact]
    public async Task While_a_ticket_waits_its_time_stands_still()
    {
        await using var screen = await Screen.OpenAsync();

        var due = screen.Render<DueTime>(with => with.Add(d => d.Due, new TicketDue(TicketDueKind.FirstAnswer, null, 125)));

        Assert.Contains("pausado, restam 2 h 05", due.Find("span.due").TextContent, StringComparison.Ordinal);
        Assert.Contains("parado enquanto o ticket aguarda", due.Find("span.due").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(90, "due", "faltam 1 h 30")]
    [InlineData(60, "due soon", "faltam 1 h 00")]
    [InlineData(5, "due soon", "faltam 5 min")]
    [InlineData(0, "due over", "vence agora")]
    [InlineData(-120, "due over", "atrasado 2 h 00")]
    public async Task What_is_due_becomes_amber_in_the_last_hour_and_red_after_it_and_says_so_in_words(int minutes, string classes, string words)
    {
        await using var screen = await Screen.OpenAsync();
        var now = screen.Desk.Time.GetUtcNow();

        var due = screen.Render<DueTime>(with => with.Add(d => d.Due, new TicketDue(TicketDueKind.Resolution, now.AddMinutes(minutes))));

        Assert.Equal(classes, string.Join(' ', due.Find("span.due").ClassList));
        Assert.Contains(words, due.Find("span.due").TextContent, StringComparison.Ordinal);
    }
}

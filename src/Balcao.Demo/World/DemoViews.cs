using Balcao.Contract;
using Balcao.Tickets;

namespace Balcao.Demo.World;

/// <summary>The views of the list of tickets that Loja Exemplo shares.</summary>
internal static class DemoViews
{
    public static IEnumerable<SavedView> Of(DateTimeOffset now)
    {
        yield return New(now, "Novos sem responsável", new() { Status = "new", Owner = "none", Order = "oldest" });
        yield return New(now, "Parados há mais tempo", new() { Status = "open", Order = "unchanged" });
    }

    private static SavedView New(DateTimeOffset now, string name, TicketFilter filter) =>
        new() { TenantId = Shop.Loja.Id, Id = SavedViewId.New(now), Name = name, Filter = SavedView.Stored(filter) };
}

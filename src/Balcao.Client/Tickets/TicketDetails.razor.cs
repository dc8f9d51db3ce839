using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Balcao.Client.Tickets;

public sealed partial class TicketDetails
{
    private IReadOnlyList<AgentItem> _agents = [];
    private IReadOnlyList<ChatGroupItem> _groups = [];
    private bool _asksReason;
    private string _reason = "";
    private string _tag = "";
    private string? _failure;

    // A choice that was not carried out: the select is drawn anew, because the old one shows it.
    private int _choices;

    [CascadingParameter] public TicketSaves Saves { get; set; } = new();

    [Parameter, EditorRequired] public required TicketView Ticket { get; set; }

    [Parameter] public EventCallback<TicketView> OnChanged { get; set; }

    private bool MayEdit => Person.Has(Permission.ServeChats);

    private bool MayChange => MayEdit && Ticket.Status is not (TicketStatus.Closed or TicketStatus.Cancelled);

    /// <summary>Nothing becomes new again.</summary>
    private IEnumerable<TicketStatus> Statuses => Enum.GetValues<TicketStatus>().Where(s => s is not TicketStatus.New || Ticket.Status is TicketStatus.New);

    private IEnumerable<AgentName> Owners =>
        _agents.Where(a => a.IsEnabled).Select(a => new AgentName(a.Id, a.Name)).UnionBy(Ticket.Owner is { } owner ? [owner] : [], a => a.Id).OrderBy(a => a.Name, StringComparer.CurrentCulture);

    private IEnumerable<GroupName> Groups =>
        _groups.Where(g => g.IsEnabled).Select(g => new GroupName(g.Id, g.Name)).UnionBy([Ticket.Group], g => g.Id).OrderBy(g => g.Name, StringComparer.CurrentCulture);

    protected override async Task OnInitializedAsync()
    {
        if (!MayEdit) return;
        try
        {
            var (agents, groups) = (Api.ListAgentsAsync(), Api.ListChatGroupsAsync());
            (_agents, _groups) = ((await agents).Items, (await groups).Items);
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            _failure = Failure.Text(refused, T);
        }
    }

    private async Task ChangeStatusAsync(ChangeEventArgs chosen)
    {
        var status = Enum.Parse<TicketStatus>((string)chosen.Value!);
        (_asksReason, _reason) = (status is TicketStatus.Waiting, "");
        if (_asksReason || status == Ticket.Status) return;
        if (status is TicketStatus.Closed or TicketStatus.Cancelled)
        {
            var sure = await Dialogs.ShowMessageBoxAsync(
                T["Ticket.FinalTitle", Ticket.Protocol], T["Ticket.FinalText"], T["Ticket.Confirm"], cancelText: T["Ticket.KeepOpen"]);
            if (sure is not true)
            {
                _choices++;
                return;
            }
        }
        await SaveStatusAsync(status, reason: null);
    }

    private Task SaveStatusAsync(TicketStatus status, string? reason) => SaveAsync(async ticket =>
    {
        var changed = await Api.ChangeTicketStatusAsync(ticket.Id, new ChangeTicketStatusRequest { Version = ticket.Version, Status = status, WaitingReason = reason?.Trim() });
        _asksReason = false;
        return changed;
    });

    private Task AssignAsync(ChangeEventArgs chosen) => SaveAsync(ticket => Api.AssignTicketAsync(ticket.Id, new AssignTicketRequest
    {
        Version = ticket.Version, OwnerId = Guid.TryParse((string?)chosen.Value, out var id) ? new AgentId(id) : null,
    }));

    private async Task MoveAsync(ChangeEventArgs chosen)
    {
        var group = Groups.Single(g => g.Id.ToString() == (string?)chosen.Value);
        var sure = await Dialogs.ShowMessageBoxAsync(
            T["Ticket.MoveTitle", group.Name], T["Ticket.MoveText", group.Name, Ticket.Contact.Name], T["Ticket.Move"], cancelText: T["Dialog.Cancel"]);
        if (sure is true) await SaveAsync(ticket => Api.MoveTicketAsync(ticket.Id, new MoveTicketRequest { Version = ticket.Version, GroupId = group.Id }));
        else _choices++;
    }

    private async Task MergeAsync()
    {
        var dialog = await Dialogs.ShowAsync<MergeTicketsDialog>(
            T["Ticket.MergeTitle", Ticket.Protocol], new DialogParameters<MergeTicketsDialog> { { d => d.Ticket, Ticket } });
        if (await dialog.Result is { Canceled: false, Data: TicketView merged }) await OnChanged.InvokeAsync(merged);
    }

    private Task AddTagAsync()
    {
        var tag = _tag;
        _tag = "";
        return string.IsNullOrWhiteSpace(tag) ? Task.CompletedTask : TagAsync(tags => [.. tags, tag.Trim()]);
    }

    private Task TagAsync(Func<IReadOnlyList<string>, IEnumerable<string>> change) =>
        SaveAsync(ticket => Api.EditTicketAsync(ticket.Id, new EditTicketRequest { Version = ticket.Version, Tags = [.. change(ticket.Tags)] }));

    private Task ChangeUrgencyAsync(ChangeEventArgs chosen) => SaveAsync(ticket => Api.EditTicketAsync(
        ticket.Id, new EditTicketRequest { Version = ticket.Version, Urgency = Enum.Parse<TicketUrgency>((string)chosen.Value!) }));

    private async Task SaveAsync(Func<TicketView, Task<TicketView>> change)
    {
        try
        {
            var changed = await Saves.SaveAsync(() => Ticket, change);
            _failure = null;
            await OnChanged.InvokeAsync(changed);
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            _failure = Failure.Text(refused, T);
            _choices++;
        }
    }
}

using Balcao.Client.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;

namespace Balcao.Client.ChatGroups;

/// <summary>A group's settings. Agents read them; administrators change them, and are asked before they leave something unsaved.</summary>
public sealed partial class GroupPage
{
    private const string GroupsHref = "/settings/chat/groups";

    private static readonly string[] FieldsShown =
    [
        "name", "displayName", "isEnabled", "queueText", "startText", "endText", "nobodyOnlineText", "outsideHoursText", "mostChatsPerAgent", "graceMinutes",
        "members", "isWhatsAppCompatible", "closesAfterIdleMinutes",
    ];

    private Guid? _loaded;
    private bool _isLoaded;
    private bool _isMissing;
    private bool _isBusy;
    private bool _isStale;
    private bool _showsFault;
    private ElementReference _formElement;
    private string? _failure;
    private ChatGroupItem? _group;
    private IReadOnlyList<AgentItem> _agents = [];
    private GroupForm? _form;
    private string _saved = "";
    private DateTimeOffset? _savedAt;
    private (string? Field, string Text)? _refusal;

    /// <summary>Null: a new group.</summary>
    [Parameter] public Guid? Key { get; set; }

    private bool IsReadOnly => !Person.Has(Permission.Administer);

    private bool IsDirty => !IsReadOnly && _form is not null && _form.Content != _saved;

    private string OwnHref => $"{GroupsHref}/{_group?.Id}";

    private string Numbers => string.Join(", ", _group!.Numbers.Select(number => number.Display));

    private string? State =>
        _refusal is not null ? T["Group.NotSaved"].Value
        : IsDirty ? T["Group.Unsaved"].Value
        : _savedAt is { } at ? T["Group.SavedAt", Formats.Time(at)].Value
        : null;

    protected override async Task OnParametersSetAsync()
    {
        if (_isLoaded && _loaded == Key) return;
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!_showsFault || _isBusy) return;
        _showsFault = false;
        await Bridge.ShowFaultAsync(_formElement);
    }

    private async Task LoadAsync()
    {
        // A group that was just created is on the page already: only its address is new.
        if (_group is not null && Key == _group.Id.Value)
        {
            _loaded = Key;
            return;
        }
        (_isLoaded, _loaded) = (true, Key);
        (_form, _group, _failure, _refusal, _savedAt, _isMissing, _isStale) = (null, null, null, null, null, false, false);
        try
        {
            if (!IsReadOnly) _agents = (await Api.ListAgentsAsync()).Items;
            if (Key is { } key) _group = (await Api.ListChatGroupsAsync()).Items.FirstOrDefault(group => group.Id.Value == key);
            _isMissing = Key is null ? IsReadOnly : _group is null;
            if (!_isMissing) Show(_group);
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            _failure = Failure.Text(refused, T);
        }
    }

    private void Show(ChatGroupItem? group)
    {
        _form = group is null ? new GroupForm() : GroupForm.Of(group);
        _saved = _form.Content;
    }

    private void Discard()
    {
        (_refusal, _isStale) = (null, false);
        Show(_group);
    }

    private async Task SaveAsync()
    {
        if (_isBusy || IsReadOnly) return;
        if (_form!.Unreadable is { } unreadable)
        {
            _refusal = (unreadable, T["Group.NumberUnreadable"].Value);
            _showsFault = true;
            return;
        }
        (_isBusy, _refusal, _isStale) = (true, null, false);
        try
        {
            var (isNew, form, sent) = (_group is null, _form, _form.Content);
            _group = isNew ? await Api.CreateChatGroupAsync(form.ToRequest()) : await Api.SaveChatGroupAsync(_group!.Id, form.ToRequest() with { Version = _group.Version });
            // What was typed while the save was on its way stays, to be saved with the next one.
            if (form.Content == sent) Show(_group);
            else _saved = GroupForm.Of(_group).Content;
            _savedAt = Time.GetUtcNow();
            Snackbar.Add(T["People.GroupSaved"], Severity.Success);
            if (isNew) Navigation.NavigateTo(OwnHref, replace: true);
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            _refusal = ((refused as ProblemException)?.Problem.Field, Failure.Text(refused, T));
            _isStale = _group is not null && Failure.IsStale(refused);
            _showsFault = true;
        }
        _isBusy = false;
    }

    private async Task ReadAgainAsync(bool overwrites)
    {
        if (_isBusy || _group is not { Id: var id }) return;
        (_isBusy, _refusal, _isStale) = (true, null, false);
        try
        {
            if ((await Api.ListChatGroupsAsync()).Items.FirstOrDefault(group => group.Id == id) is not { } group)
            {
                // It was deleted: what is typed stays, to be copied.
                (_refusal, overwrites) = ((null, T["NotFound.Text"].Value), false);
            }
            else
            {
                _group = group;
                if (!overwrites) Show(group);
            }
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            (_refusal, overwrites) = ((null, Failure.Text(refused, T)), false);
        }
        _isBusy = false;
        if (overwrites) await SaveAsync();
    }

    private async Task DeleteAsync()
    {
        var sure = await Dialogs.ShowMessageBoxAsync(
            T["Group.DeleteTitle", _group!.Name], T["Group.DeleteText"], T["Group.Delete"], cancelText: T["Dialog.Cancel"]);
        if (sure is not true) return;
        (_isBusy, _refusal, _isStale) = (true, null, false);
        try
        {
            await Api.DeleteChatGroupAsync(_group.Id);
            _saved = _form!.Content; // Nothing is left to save.
            Snackbar.Add(T["Group.Deleted", _group.Name], Severity.Success);
            Navigation.NavigateTo(GroupsHref);
        }
        catch (Exception refused) when (Failure.Is(refused))
        {
            _refusal = (null, Failure.Text(refused, T));
        }
        _isBusy = false;
    }

    private async Task AskBeforeLeavingAsync(LocationChangingContext leaving)
    {
        if (!IsDirty || leaving.TargetLocation.EndsWith(OwnHref, StringComparison.Ordinal)) return;
        var sure = await Dialogs.ShowMessageBoxAsync(
            T["Group.LeaveTitle"], T["Group.LeaveText"], T["Group.Leave"], cancelText: T["Group.Stay"]);
        if (sure is not true) leaving.PreventNavigation();
    }

    private string NameOf(AgentId id) =>
        _agents.FirstOrDefault(agent => agent.Id == id)?.Name ?? _group?.Members.FirstOrDefault(member => member.AgentId == id)?.Name ?? "";

    private static bool IsShownAtField(string? field) => field is not null && FieldsShown.Contains(field);

    private string? ErrorOf(string field) => _refusal is { } refused && refused.Field == field ? refused.Text : null;
}

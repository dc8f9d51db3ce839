using System.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Balcao.Tests.World;

/// <summary>
/// Records the database commands of an action, also those of the server that it calls, because HTTP passes on the trace id.
/// </summary>
public static class Queries
{
    public static async Task<IReadOnlyList<string>> OfAsync(Func<Task> work)
    {
        using var activity = new Activity("counted").Start();
        using var counter = new Counter(activity.TraceId);
        using var listening = DiagnosticListener.AllListeners.Subscribe(counter);
        await work();
        return counter.Commands;
    }

    private sealed class Counter(ActivityTraceId trace) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private readonly List<string> _commands = [];
        private readonly List<IDisposable> _subscriptions = [];

        public IReadOnlyList<string> Commands
        {
            get { lock (_commands) return [.. _commands]; }
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.EntityFrameworkCore") lock (_subscriptions) _subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is not CommandEventData command || value.Key != RelationalEventId.CommandExecuting.Name) return;
            if (Activity.Current?.TraceId == trace) lock (_commands) _commands.Add(command.Command.CommandText);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            lock (_subscriptions) _subscriptions.ForEach(subscription => subscription.Dispose());
        }
    }
}
